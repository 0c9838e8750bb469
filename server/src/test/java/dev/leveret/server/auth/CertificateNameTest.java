package dev.leveret.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.auth.CertificateName.AlternativeName;
import dev.leveret.server.auth.CertificateName.CommonName;
import dev.leveret.server.auth.CertificateName.DistinguishedName;
import dev.leveret.server.auth.SaslMechanism.Proof;
import dev.leveret.server.tls.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which user a client's certificate stands for. The certificates are made by the JDK's own tool. */
class CertificateNameTest {

    private static X509Certificate full;
    private static X509Certificate bare;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        full = certificate(folder, "full", "CN=clerk, CN=second, OU=Counter, O=\"Warren, Ltd\", C=GB",
                "san=dns:clerk.example,dns:desk.example,ip:10.0.0.1,email:clerk@example,uri:urn:clerk");
        bare = certificate(folder, "bare", "O=Warren", "");
    }

    private static X509Certificate certificate(Path folder, String alias, String subject, String extension)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(alias + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-keyalg", "EC", "-dname", subject, "-keystore", store.toString(), "-storepass", "changeit"));
        if (!extension.isEmpty()) {
            command.addAll(List.of("-ext", extension));
        }
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tool.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        return (X509Certificate) keys.getCertificate(alias);
    }

    @Test
    void distinguishedNameIsTheWholeSubject() {
        assertEquals(
                Optional.of("CN=clerk,CN=second,OU=Counter,O=Warren\\, Ltd,C=GB"), new DistinguishedName().in(full));
        assertEquals(Optional.of("O=Warren"), new DistinguishedName().in(bare));
    }

    @Test
    void commonNamesAreJoined() {
        assertEquals(Optional.of("second,clerk"), new CommonName().in(full));
        assertEquals(Optional.empty(), new CommonName().in(bare));
    }

    /** All but the last are what 3.10.8 has found in such certificates. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CN=a+OU=b                 | a   | CN=a+OU=b",
        "O=acme,CN=a+OU=b          | a   | CN=a+OU=b,O=acme",
        "OU=b+CN=a,O=x             | a   | O=x,CN=a+OU=b",
        "CN=a+CN=c                 | a,c | CN=a+CN=c",
        "CN=a,CN=c                 | a,c | CN=c,CN=a",
        "O=x,CN=a+OU=b\\,c+UID=u   | a   | CN=a+OU=b\\,c+UID=u,O=x",
        "CN=a\\+b,O=p              | a+b | O=p,CN=a\\+b",
        "C=GB+CN=a                 | a   | CN=a+C=GB",
    })
    void partOfASubjectMayHaveSeveralAttributes(String subject, String commonName, String distinguishedName) throws Exception {
        X509Certificate certificate = Authority.root("root").identityOf(subject).chain().getFirst();
        assertEquals(Optional.of(commonName), new CommonName().in(certificate));
        assertEquals(Optional.of(distinguishedName), new DistinguishedName().in(certificate));
    }

    @Test
    void alternativeNameIsTheOneOfItsKindAndPlace() {
        assertEquals(Optional.of("clerk.example"), alternative(AlternativeName.Type.DNS, 0));
        assertEquals(Optional.of("desk.example"), alternative(AlternativeName.Type.DNS, 1));
        assertEquals(Optional.empty(), alternative(AlternativeName.Type.DNS, 2));
        assertEquals(Optional.of("10.0.0.1"), alternative(AlternativeName.Type.IP, 0));
        assertEquals(Optional.of("clerk@example"), alternative(AlternativeName.Type.EMAIL, 0));
        assertEquals(Optional.of("urn:clerk"), alternative(AlternativeName.Type.URI, 0));
        assertEquals(Optional.empty(), new AlternativeName(AlternativeName.Type.DNS, 0).in(bare));
    }

    private static Optional<String> alternative(AlternativeName.Type type, int index) {
        return new AlternativeName(type, index).in(full);
    }

    @Test
    void externalIsForClientsWithACertificate() {
        SaslMechanisms mechanisms = new SaslMechanisms(List.of(new ExternalMechanism(new CommonName()), new PlainMechanism()));
        assertEquals("PLAIN", mechanisms.names(PeerCertificate.NONE));
        assertEquals("EXTERNAL PLAIN", mechanisms.names(shown(full)));
        assertFalse(mechanisms.find("EXTERNAL", PeerCertificate.NONE).isPresent());
        assertTrue(mechanisms.find("EXTERNAL", shown(bare)).isPresent());
    }

    @Test
    void externalProvesTheNameInTheCertificate() {
        ExternalMechanism external = new ExternalMechanism(new CommonName());
        assertEquals(new Proof.Name("second,clerk"), external.prove(new byte[0], shown(full)));
        assertInstanceOf(Proof.Nothing.class, external.prove(new byte[0], shown(bare)));
        assertInstanceOf(Proof.Nothing.class, external.prove(new byte[0], PeerCertificate.NONE));
    }

    private static PeerCertificate shown(X509Certificate certificate) {
        return new PeerCertificate() {
            @Override
            public Optional<SSLSession> session() {
                return Optional.empty();
            }

            @Override
            public Optional<X509Certificate> get() {
                return Optional.of(certificate);
            }
        };
    }
}
