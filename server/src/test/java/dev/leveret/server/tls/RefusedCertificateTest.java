package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.server.LoggedLines;
import dev.leveret.server.tls.Authority.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says of clients whose certificate is not taken. */
class RefusedCertificateTest {

    private static Authority root;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeAuthority() throws Exception {
        root = Authority.root("root");
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, -10, certificate expired",
        "TLSv1.2, -10, certificate expired",
        "TLSv1.3,  10, certificate not yet valid",
    })
    void dateIsToldOfInTheLog(String version, int days, String why) throws Exception {
        Instant time = Instant.now().plus(Duration.ofDays(days));
        assertLogged(root.client(version, root.identity("clerk", Authority.elliptic(), time)), why);
    }

    @Test
    void strangersSignatureIsToldOfInTheLog() throws Exception {
        // given an authority that calls itself as the trusted one does
        Identity stranger = Authority.root("root").identity("clerk");
        assertLogged(root.client("TLSv1.3", stranger), "bad signature of the certificate");
    }

    private void assertLogged(SSLContext client, String why) throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), root.identity("localhost").writeTo(folder, "broker"),
                        "ssl_options.cacertfile", root.writeTo(folder, "trusted").toString(), "ssl_options.verify", "verify_peer");
                LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            assertThrows(IOException.class, () -> broker.connect(client).close());
            assertEquals("WARN connection from HERE: TLS failed: " + why + " (client certificate O=Test,CN=clerk)", lines.next());
        }
    }

    @Test
    void unknownAuthorityIsOneThatNoPathLeadsTo() throws Exception {
        CertificateException jdk = new CertificateException("PKIX path building failed: sun.security",
                new CertPathBuilderException("unable to find valid certification path to requested target"));
        CertificateException own = RefusedCertificate.of(chain("clerk"), jdk);
        assertEquals("unknown CA (client certificate O=Test,CN=clerk)", own.getMessage());
        assertEquals(jdk.getCause(), own.getCause());
    }

    @Test
    void revokedCertificateIsToldOf() throws Exception {
        CertificateException jdk = new CertificateException("PKIX path validation failed: java.security", new CertPathValidatorException(
                "Certificate has been revoked", null, null, -1, BasicReason.REVOKED));
        assertEquals("certificate revoked (client certificate O=Test,CN=clerk)",
                RefusedCertificate.of(chain("clerk"), jdk).getMessage());
    }

    @Test
    void subjectIsCutShort() throws Exception {
        String message = RefusedCertificate.of(chain("x".repeat(500)), new CertificateException("usage not permitted")).getMessage();
        assertEquals("usage not permitted (client certificate O=Test,CN=" + "x".repeat(190) + ")", message);
    }

    private static X509Certificate[] chain(String name) throws Exception {
        return root.identity(name).chain().toArray(X509Certificate[]::new);
    }
}
