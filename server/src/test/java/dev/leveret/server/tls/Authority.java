package dev.leveret.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates for tests, on the spot.
 *
 * @param chain its own certificate, and those of the authorities above it
 */
public record Authority(List<X509Certificate> chain, PrivateKey key) {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    /**
     * A certificate with its chain, and its key.
     *
     * @param chain without the root
     */
    public record Identity(List<X509Certificate> chain, PrivateKey key) {

        /** Writes certificate and key in PEM, and returns their paths. */
        public PemPair writeTo(Path folder, String name) throws IOException {
            Path certificate = folder.resolve(name + ".pem");
            Path key = folder.resolve(name + "-key.pem");
            Files.writeString(certificate, pem(chain));
            Files.writeString(key, pem("PRIVATE KEY", this.key.getEncoded()));
            return new PemPair(certificate, key);
        }

        /** Writes both as PKCS#12. */
        public Path writePkcs12(Path folder, String name, String password) throws IOException, GeneralSecurityException {
            Path file = folder.resolve(name + ".p12");
            try (var out = Files.newOutputStream(file)) {
                store(password).store(out, password.toCharArray());
            }
            return file;
        }

        private KeyStore store(String password) throws IOException, GeneralSecurityException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", key, password.toCharArray(), chain.toArray(Certificate[]::new));
            return store;
        }
    }

    /** Two files. */
    public record PemPair(Path certificate, Path key) {}

    /** One that signs itself. */
    public static Authority root(String name) throws GeneralSecurityException {
        KeyPair keys = elliptic();
        X509Certificate certificate = certificate("CN=" + name, keys.getPublic(), "CN=" + name, keys.getPrivate(), true, Instant.now());
        return new Authority(List.of(certificate), keys.getPrivate());
    }

    /** One below this one. */
    public Authority below(String name) throws GeneralSecurityException {
        KeyPair keys = elliptic();
        X509Certificate signed = sign("CN=" + name, keys.getPublic(), true, Instant.now());
        return new Authority(Stream.concat(Stream.of(signed), chain.stream()).toList(), keys.getPrivate());
    }

    /** A certificate of new keys. */
    public Identity identity(String name) throws GeneralSecurityException {
        return identity(name, elliptic());
    }

    /** A certificate of these keys, for a host of that name. */
    public Identity identity(String name, KeyPair keys) throws GeneralSecurityException {
        return identity(name, keys, Instant.now());
    }

    /** The same, good from an hour before this time until a day after it. */
    Identity identity(String name, KeyPair keys, Instant time) throws GeneralSecurityException {
        X509Certificate signed = sign("CN=" + name + ",O=Test", keys.getPublic(), false, time);
        List<X509Certificate> withoutRoot = chain.subList(0, chain.size() - 1);
        return new Identity(Stream.concat(Stream.of(signed), withoutRoot.stream()).toList(), keys.getPrivate());
    }

    /** A certificate of new keys, for a subject in the form of RFC 2253 whose parts stand in the order of the certificate. */
    public Identity identityOf(String subject) throws GeneralSecurityException {
        KeyPair keys = elliptic();
        return new Identity(List.of(sign(subject, keys.getPublic(), false, Instant.now())), keys.getPrivate());
    }

    public static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    public static KeyPair elliptic() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Its own certificate in PEM. */
    public Path writeTo(Path folder, String name) throws IOException {
        return Files.writeString(folder.resolve(name + ".pem"), pem(chain.subList(0, 1)));
    }

    /** What a client needs that trusts this authority, and has a certificate itself or null. */
    public SSLContext client(String protocol, Identity own) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", chain.getLast());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManager[] keys = new KeyManager[0];
        if (own != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(own.store("client"), "client".toCharArray());
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    public static String pem(List<X509Certificate> certificates) {
        return certificates.stream().map(Authority::pem).collect(Collectors.joining());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String pem(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** A key of RSA in the form of PKCS#1. */
    static byte[] pkcs1(PrivateKey key) throws IOException {
        return PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey().toASN1Primitive().getEncoded();
    }

    private X509Certificate sign(String subject, PublicKey of, boolean isAuthority, Instant time) throws GeneralSecurityException {
        return certificate(subject, of, chain.getFirst().getSubjectX500Principal().getName(), key, isAuthority, time);
    }

    private static X509Certificate certificate(
            String subject, PublicKey of, String issuer, PrivateKey signer, boolean isAuthority, Instant time)
            throws GeneralSecurityException {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer), BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(time.minus(Duration.ofHours(1))),
                Date.from(time.plus(Duration.ofDays(1))), new X500Name(subject), of);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            if (!isAuthority) {
                String host = subject.replaceAll("^CN=([^,]*),.*", "$1");
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, host), new GeneralName(GeneralName.iPAddress, "127.0.0.1")}));
            }
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (IOException | OperatorException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
