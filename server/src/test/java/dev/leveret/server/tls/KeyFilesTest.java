package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.TlsSettings.KeyFiles;
import dev.leveret.server.tls.Authority.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys, in all the forms that people have them in, and what is said of those that cannot be used. */
class KeyFilesTest {

    private static Authority authority;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = Authority.root("root").below("intermediate");
    }

    @Test
    void chainAndKeyOfPkcs8AreRead() throws Exception {
        Identity identity = authority.identity("localhost");
        KeyEntry entry = read(identity, Authority.pem("PRIVATE KEY", identity.key().getEncoded()), "");
        assertEquals(identity.chain(), entry.chain());
        assertEquals(2, entry.chain().size());
        assertEquals(identity.key(), entry.key());
    }

    @Test
    void chainIsCompletedByAuthoritiesBelowTheRoot() throws Exception {
        Authority lower = authority.below("lower");
        KeyEntry alone = new KeyEntry(lower.identity("localhost").chain().subList(0, 1), authority.key());
        assertEquals(
                List.of(alone.chain().getFirst(), lower.chain().get(0), lower.chain().get(1)),
                alone.completedBy(lower.chain()).chain());
        assertEquals(alone.chain(), alone.completedBy(List.of()).chain());
    }

    @Test
    void keyOfPkcs1IsRead() throws Exception {
        Identity identity = authority.identity("localhost", Authority.rsa());
        String pem = Authority.pem("RSA PRIVATE KEY", Authority.pkcs1(identity.key()));
        assertEquals(identity.key(), read(identity, pem, "").key());
    }

    @Test
    void keyOfSec1IsRead() throws Exception {
        KeyPair keys = Authority.elliptic();
        Identity identity = authority.identity("localhost", keys);
        BigInteger number = ((java.security.interfaces.ECPrivateKey) keys.getPrivate()).getS();
        var sec1 = new ECPrivateKey(256, number, SECObjectIdentifiers.secp256r1);
        String pem = Authority.pem("EC PRIVATE KEY", sec1.getEncoded());
        var read = (java.security.interfaces.ECPrivateKey) read(identity, pem, "").key();
        assertEquals(number, read.getS());
    }

    @Test
    void keyOfAnEdwardsCurveIsRead() throws Exception {
        Identity identity = authority.identity("localhost", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        String pem = Authority.pem("PRIVATE KEY", identity.key().getEncoded());
        assertArrayEquals(identity.key().getEncoded(), read(identity, pem, "").key().getEncoded());
    }

    @Test
    void encryptedKeyIsReadWithItsPasswordOnly() throws Exception {
        // given
        Identity identity = authority.identity("localhost");
        byte[] encrypted = new JcaPKCS8Generator(
                        identity.key(),
                        new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPRF(new AlgorithmIdentifier(
                                        PKCSObjectIdentifiers.id_hmacWithSHA256))
                                .setPassword("secret".toCharArray())
                                .build())
                .generate().getContent();
        String pem = Authority.pem("ENCRYPTED PRIVATE KEY", encrypted);

        // then
        assertEquals(identity.key(), read(identity, pem, "secret").key());
        assertRefused(": is encrypted, and there is no password for it, which would be ssl_options.password (or password beside its own"
                + " certfile)", identity, pem, "");
        IOException wrong = assertThrows(IOException.class, () -> read(identity, pem, "hunter2"));
        assertTrue(wrong.getMessage().contains("key.pem: "), wrong.getMessage());
        assertEquals(1, wrong.getMessage().lines().count());
        assertTrue(!wrong.getMessage().contains("hunter2"), wrong.getMessage());
    }

    @Test
    void pkcs12IsReadWithItsPasswordOnly() throws Exception {
        Identity identity = authority.identity("localhost");
        Path file = identity.writePkcs12(folder, "broker", "secret");
        KeyEntry entry = KeyEntry.read(new KeyFiles(file.toString(), "", "secret"));
        assertEquals(identity.chain(), entry.chain());
        assertEquals(identity.key(), entry.key());

        IOException wrong = assertThrows(
                IOException.class, () -> KeyEntry.read(new KeyFiles(file.toString(), "", "hunter2")));
        assertEquals(
                file + ": the password is wrong, which is ssl_options.password (or password beside its own certfile)", wrong.getMessage());
    }

    @Test
    void fileThatIsNoPkcs12IsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("broker.pfx"), "nothing");
        IOException e = assertThrows(IOException.class, () -> KeyEntry.read(new KeyFiles(file.toString(), "", "x")));
        String said = ": is no PKCS#12, or a damaged one; 'openssl pkcs12 -export' makes one";
        assertEquals(file + said, e.getMessage());

        byte[] whole = Files.readAllBytes(authority.identity("localhost").writePkcs12(folder, "whole", "secret"));
        Path half = Files.write(folder.resolve("half.p12"), Arrays.copyOf(whole, whole.length / 2));
        IOException damaged = assertThrows(IOException.class, () -> KeyEntry.read(new KeyFiles(half.toString(), "", "secret")));
        assertEquals(half + said, damaged.getMessage());
    }

    @Test
    void keyOfAnotherCertificateIsTold() throws Exception {
        Identity identity = authority.identity("localhost");
        String other = Authority.pem("PRIVATE KEY", authority.identity("other").key().getEncoded());
        assertRefused(": does not fit the certificate in " + folder.resolve("certificate.pem"), identity, other, "");
        String rsa = Authority.pem("PRIVATE KEY", Authority.rsa().getPrivate().getEncoded());
        assertRefused(": does not fit the certificate in " + folder.resolve("certificate.pem"), identity, rsa, "");
    }

    @Test
    void whatIsNoKeyIsTold() throws Exception {
        Identity identity = authority.identity("localhost");
        assertRefused(": has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----", identity, "nothing", "");
        assertRefused(": its private key is damaged, or not one of RSA, elliptic curves or Edwards curves", identity,
                Authority.pem("PRIVATE KEY", new byte[100]), "");
        assertRefused(": is no private key of an elliptic curve", identity,
                Authority.pem("EC PRIVATE KEY", new byte[] {0x30, 0x7f}), "");
        assertRefused(": the key is encrypted in OpenSSL's old way; 'openssl pkcs8 -topk8' makes one that can be read of it",
                identity, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "x");
    }

    @Test
    void fileThatCannotBeReadIsTold() throws Exception {
        Path missing = folder.resolve("missing.pem");
        IOException e = assertThrows(IOException.class, () -> KeyEntry.certificates(missing));
        assertEquals(missing + ": cannot be read: no such file", e.getMessage());
        IOException directory = assertThrows(IOException.class, () -> KeyEntry.certificates(folder));
        assertEquals(folder + ": cannot be read: Is a directory", directory.getMessage());
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        IOException none = assertThrows(IOException.class, () -> KeyEntry.certificates(empty));
        assertEquals(empty + ": has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----", none.getMessage());
    }

    private KeyEntry read(Identity identity, String key, String password) throws IOException {
        Path certificate = Files.writeString(folder.resolve("certificate.pem"), Authority.pem(identity.chain()));
        Path keyFile = Files.writeString(folder.resolve("key.pem"), key);
        return KeyEntry.read(new KeyFiles(certificate.toString(), keyFile.toString(), password));
    }

    private void assertRefused(String reason, Identity identity, String key, String password) {
        IOException e = assertThrows(IOException.class, () -> read(identity, key, password));
        assertEquals(folder.resolve("key.pem") + reason, e.getMessage());
    }
}
