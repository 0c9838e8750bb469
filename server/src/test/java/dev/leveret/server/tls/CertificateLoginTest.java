package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultSaslConfig;
import dev.leveret.server.tls.Authority.PemPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that log in by the certificates that they have shown to TLS: mechanism EXTERNAL. */
class CertificateLoginTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void clientIsWhoItsCertificateSays(String version) throws Exception {
        try (TlsBroker broker = start("ssl_options.verify", "verify_peer");
                Connection connection = broker.connect(
                        root.client(version, root.identity("clerk")), DefaultSaslConfig.EXTERNAL)) {
            // when a message says who it is from, which has to be true
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish("", "nowhere", new BasicProperties.Builder().userId("clerk").build(), new byte[0]);

            // then that is true
            channel.waitForConfirmsOrDie(60_000);
        }
    }

    @Test
    void commonNameMayStandBesideOtherAttributes() throws Exception {
        try (TlsBroker broker = start("ssl_options.verify", "verify_peer");
                Connection connection = broker.connect(
                        root.client("TLS", root.identityOf("O=Test,C=GB+CN=clerk+OU=desk")), DefaultSaslConfig.EXTERNAL)) {
            connection.createChannel();
        }
    }

    @Test
    void certificateOfNoUserIsRefused() throws Exception {
        try (TlsBroker broker = start("ssl_options.verify", "verify_peer")) {
            SSLContext stranger = root.client("TLS", root.identity("stranger"));
            AuthenticationFailureException refused = assertThrows(AuthenticationFailureException.class,
                    () -> broker.connect(stranger, DefaultSaslConfig.EXTERNAL));
            assertEquals("ACCESS_REFUSED - Login was refused using authentication mechanism EXTERNAL."
                    + " For details see the broker logfile.", refused.getMessage());
        }
    }

    @Test
    void whoHasShownNoneIsNotOfferedIt() throws Exception {
        try (TlsBroker broker = start("ssl_options.verify", "verify_peer")) {
            assertNotOffered(broker, root.client("TLS", null));
        }
    }

    @Test
    void certificateThatNobodyHasAskedForCountsAsNone() throws Exception {
        try (TlsBroker broker = start("ssl_options.verify", "verify_none")) {
            assertNotOffered(broker, root.client("TLS", root.identity("clerk")));
        }
    }

    private static void assertNotOffered(TlsBroker broker, SSLContext context) {
        IOException failure =
                assertThrows(IOException.class, () -> broker.connect(context, DefaultSaslConfig.EXTERNAL));
        assertEquals("No compatible authentication mechanism found - server offered [PLAIN]", failure.getMessage());
    }

    /** One whose only user is the clerk. */
    private TlsBroker start(String... settings) throws Exception {
        String trusted = root.writeTo(folder, "trusted").toString();
        return TlsBroker.start(folder.resolve("data"), files, Stream.concat(Stream.of(settings), Stream.of(
                "ssl_options.cacertfile", trusted,
                "auth_mechanisms.1", "EXTERNAL",
                "auth_mechanisms.2", "PLAIN",
                "ssl_cert_login_from", "common_name",
                "default_user", "clerk")).toArray(String[]::new));
    }
}
