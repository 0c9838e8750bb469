package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import dev.leveret.server.LoggedLines;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.CommandFront;
import dev.leveret.server.control.Ended;
import dev.leveret.server.tls.Authority.PemPair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says of TLS. */
class CertificateCommandsTest {

    private static Authority root;

    @TempDir
    private Path folder;

    private PemPair files;

    @BeforeAll
    static void makeAuthority() throws Exception {
        root = Authority.root("root");
    }

    @BeforeEach
    void writeCertificate() throws Exception {
        files = root.identity("localhost").writeTo(folder, "broker");
    }

    /** Also where clients have to show one of their own, which the command line has not. */
    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.3", "tlsv1.2"})
    void certificateThatEndsSoonFailsTheCheck(String version) throws Exception {
        Path authority = files.certificate();
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files, "ssl_options.cacertfile", authority.toString(),
                "ssl_options.verify", "verify_peer", "ssl_options.fail_if_no_peer_cert", "true", "ssl_options.versions.1", version);
                LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            // given a certificate that is good for a day, and the clock of 1970
            assertEquals("No certificates are expiring within 1 days.",
                    run("check_certificate_expiration", "-q", "--within", "1", "--unit", "days").printed());

            // when it is looked at a century ahead, then it will have ended
            Ended ending = run("check_certificate_expiration", "-q", "--within", "100", "--unit", "years");
            assertEquals(69, ending.exitCode());
            assertTrue(ending.error().startsWith("Certificates are expiring within 100 years:\nInterface: 127.0.0.1, port: "
                    + broker.port() + ", protocol: amqp/ssl"), ending::error);
            assertTrue(ending.error().contains("CN=localhost"), ending::error);

            // and the log says nothing of it
            assertEquals(List.of(), lines.rest());
        }
    }

    @Test
    void connectionTellsWhatWasAgreedOn() throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files);
                Connection connection = broker.connect(root.client("TLSv1.3", root.identity("clerk")))) {
            assertEquals("true\ttlsv1.3\tany\taes_256_gcm\taead", run("list_connections", "-s", "ssl", "ssl_protocol",
                    "ssl_key_exchange", "ssl_cipher", "ssl_hash").printed());
            assertTrue(connection.isOpen());
        }
    }

    private Ended run(String... words) throws IOException {
        return new CommandFront("9.9.9", InputStream.nullInputStream(), folder)
                .run(folder.resolve("data"), Tool.DIAGNOSTICS, List.of(words));
    }
}
