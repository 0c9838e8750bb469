package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.server.LoggedLines;
import dev.leveret.server.RawClient;
import dev.leveret.server.tls.Authority.Identity;
import dev.leveret.server.tls.Authority.PemPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come over TLS: RabbitMQ's own, and some that only shake hands. */
class TlsConnectionTest {

    private static Authority root;
    private static Authority intermediate;
    private static Identity identity;

    @TempDir
    private Path folder;

    private Path data;
    private PemPair files;
    private Path trusted;

    @BeforeAll
    static void makeCertificates() throws Exception {
        root = Authority.root("root");
        intermediate = root.below("intermediate");
        identity = intermediate.identity("localhost");
    }

    @BeforeEach
    void writeCertificates() throws IOException {
        data = folder.resolve("data");
        files = identity.writeTo(folder, "broker");
        trusted = root.writeTo(folder, "trusted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void messagesGoThereAndBack(String version) throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files);
                Connection connection = broker.connect(root.client(version, null))) {
            // when messages of several records are published
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            channel.confirmSelect();
            byte[] body = new byte[1_000_000];
            new Random(1).nextBytes(body);
            for (int i = 0; i < 20; i++) {
                channel.basicPublish("", "q", MessageProperties.PERSISTENT_BASIC, body);
            }
            channel.waitForConfirmsOrDie(60_000);

            // then they come back as they were
            for (int i = 0; i < 20; i++) {
                GetResponse got = channel.basicGet("q", true);
                assertEquals(0, Arrays.compare(body, got.getBody()));
            }
        }
    }

    @Test
    void plainAndTlsListenersStandSideBySide() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files); RawClient plain = RawClient.opened(broker.broker().port());
                Connection connection = broker.connect(root.client("TLS", null))) {
            plain.openChannel(1);
            assertTrue(connection.createChannel().isOpen());
        }
    }

    @Test
    void clientThatDoesNotTrustTheBrokerHarmsNobodyElse() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files)) {
            SSLContext stranger = Authority.root("another root").client("TLS", null);
            assertThrows(SSLException.class, () -> broker.connect(stranger));
            broker.connect(root.client("TLS", null)).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void clientThatDoesNotTrustTheBrokerHasItsReasonInTheLog(String version) throws Exception {
        SSLContext stranger = Authority.root("another root").client(version, null);
        try (TlsBroker broker = TlsBroker.start(data, files);
                LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            assertThrows(SSLException.class, () -> broker.connect(stranger));
            assertEquals("WARN connection from HERE: TLS failed: the client has sent the alert certificate_unknown",
                    lines.next());
        }
    }

    @Test
    void alertInClearTextHasItsReasonInTheLog() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files);
                LoggedLines lines = new LoggedLines("dev.leveret.server.net");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            // given a client that answers our certificate as OpenSSL does which does not trust it: with an alert of TLS 1.3 that is
            // not encrypted
            SSLEngine client = root.client("TLSv1.3", null).createSSLEngine("127.0.0.1", broker.port());
            client.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
            client.wrap(ByteBuffer.allocate(0), hello);
            socket.getOutputStream().write(hello.array(), 0, hello.position());
            assertEquals(22, socket.getInputStream().read());
            socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 48});

            // then that is the reason
            assertEquals("WARN connection from HERE: TLS failed: the client has sent the alert unknown_ca", lines.next());
        }
    }

    @Test
    void whoConnectsAndLeavesIsNotWorthALine() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files);
                LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            // given a look whether the port is open, and one that leaves in the middle
            RawClient.connect(broker.port()).close();
            try (RawClient hello = RawClient.connect(broker.port())) {
                hello.bytes(22, 3, 1);
            }

            // then there is nothing of the first
            assertEquals("WARN connection from HERE: TLS failed: closed in the middle of the handshake", lines.next());
            assertEquals(List.of(), lines.rest());
        }
    }

    @Test
    void clientHasToHaveACertificateIfItIsRequired() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files, "ssl_options.cacertfile", trusted.toString(),
                "ssl_options.verify", "verify_peer", "ssl_options.fail_if_no_peer_cert", "true")) {
            broker.connect(root.client("TLS", intermediate.identity("somebody"))).close();
            assertRefused(broker, root.client("TLSv1.2", null));
            assertRefused(broker, root.client("TLSv1.3", null));
            assertRefused(broker, root.client("TLSv1.2", Authority.root("another root").identity("somebody")));
            assertRefused(broker, root.client("TLSv1.3", Authority.root("another root").identity("somebody")));
        }
    }

    @Test
    void clientWithoutACertificateMayComeIfNoneIsRequired() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files, "ssl_options.cacertfile", trusted.toString(),
                "ssl_options.verify", "verify_peer")) {
            broker.connect(root.client("TLS", null)).close();
            broker.connect(root.client("TLS", root.identity("somebody"))).close();
        }
    }

    @Test
    void depthLimitsTheCertificatesBetweenAClientsAndATrustedOne() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files, "ssl_options.cacertfile", trusted.toString(),
                "ssl_options.verify", "verify_peer", "ssl_options.fail_if_no_peer_cert", "true",
                "ssl_options.depth", "0")) {
            broker.connect(root.client("TLSv1.2", root.identity("near"))).close();
            assertRefused(broker, root.client("TLSv1.2", intermediate.identity("far")));
        }
    }

    @Test
    void versionsThatAreNotNamedAreNotSpoken() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files, "ssl_options.versions.1", "tlsv1.2");
                SSLSocket socket = broker.socket(root.client("TLS", null))) {
            socket.startHandshake();
            assertEquals("TLSv1.2", socket.getSession().getProtocol());
            try (SSLSocket newer = broker.socket(root.client("TLS", null))) {
                newer.setEnabledProtocols(new String[] {"TLSv1.3"});
                assertThrows(SSLException.class, newer::startHandshake);
            }
        }
    }

    @Test
    void ciphersAreChosenByTheirNamesInOpenSsl() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files,
                        "ssl_options.versions.1", "tlsv1.2", "ssl_options.honor_cipher_order", "true",
                        "ssl_options.ciphers.1", "ECDHE-ECDSA-AES128-SHA256",
                        "ssl_options.ciphers.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
                SSLSocket socket = broker.socket(root.client("TLS", null))) {
            socket.startHandshake();
            assertEquals("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", socket.getSession().getCipherSuite());
        }
    }

    @Test
    void certificateIsChosenByTheHostThatTheClientNames() throws Exception {
        PemPair one = root.identity("one.example.com").writeTo(folder, "one");
        PemPair any = root.identity("any").writeTo(folder, "any");
        try (TlsBroker broker = TlsBroker.start(data, files,
                "leveret.sni.One.example.com.certfile", one.certificate().toString(),
                "leveret.sni.one.example.com.keyfile", one.key().toString(),
                "leveret.sni.*.example.org.certfile", any.certificate().toString(),
                "leveret.sni.*.example.org.keyfile", any.key().toString())) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                assertEquals("one.example.com", shownTo(broker, version, "one.example.com"));
                assertEquals("any", shownTo(broker, version, "two.example.org"));
                assertEquals("localhost", shownTo(broker, version, "two.more.example.org"));
                assertEquals("localhost", shownTo(broker, version, "example.org"));
                assertEquals("localhost", shownTo(broker, version, null));
            }
        }
    }

    /** To a client that has no session to resume, whose certificate it would take for that of any host. */
    private static String shownTo(TlsBroker broker, String version, String host) throws Exception {
        X509Certificate certificate = broker.shown(root.client(version, null), host);
        return certificate.getSubjectX500Principal().getName().replaceAll("^.*CN=", "");
    }

    @Test
    void keyMayBeOfRsa() throws Exception {
        PemPair rsa = root.identity("localhost", Authority.rsa()).writeTo(folder, "rsa");
        try (TlsBroker broker = TlsBroker.start(data, rsa)) {
            assertEquals("RSA", broker.shown(root.client("TLSv1.2", null), null).getPublicKey().getAlgorithm());
            assertEquals("RSA", broker.shown(root.client("TLSv1.3", null), null).getPublicKey().getAlgorithm());
        }
    }

    @Test
    void certificateMayBePkcs12() throws Exception {
        Path file = identity.writePkcs12(folder, "broker", "secret");
        try (TlsBroker broker = TlsBroker.start(data, "ssl_options.certfile", file.toString(),
                "ssl_options.password", "secret")) {
            broker.connect(root.client("TLS", null)).close();
        }
    }

    @Test
    void eventTellsWhatWasAgreedOnAndWhoTheClientIs() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files, "ssl_options.cacertfile", trusted.toString(),
                        "ssl_options.verify", "verify_peer", "ssl_options.honor_cipher_order", "true");
                Connection watcher = broker.connect(root.client("TLS", null))) {
            // given somebody who watches
            Channel channel = watcher.createChannel();
            channel.queueDeclare("events", false, true, false, null);
            channel.queueBind("events", "amq.rabbitmq.event", "connection.created");

            // when a client with a certificate comes
            broker.connect(root.client("TLSv1.3", root.identity("somebody"))).close();

            // then both are told of it
            Map<String, Object> headers = channel.basicGet("events", true).getProps().getHeaders();
            assertEquals(true, headers.get("ssl"));
            assertEquals("tlsv1.3", headers.get("ssl_protocol").toString());
            assertEquals("any", headers.get("ssl_key_exchange").toString());
            assertEquals("aes_256_gcm", headers.get("ssl_cipher").toString());
            assertEquals("aead", headers.get("ssl_hash").toString());
            assertEquals("O=Test,CN=somebody", headers.get("peer_cert_subject").toString());
            assertEquals("CN=root", headers.get("peer_cert_issuer").toString());
        }
    }

    @Test
    void whatIsNoTlsEndsItsOwnConnectionOnly() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files)) {
            try (RawClient plain = RawClient.connect(broker.port())) {
                plain.bytes('A', 'M', 'Q', 'P', 0, 0, 9, 1);
                readToTheEnd(plain);
            }
            try (RawClient large = RawClient.connect(broker.port())) {
                large.bytes(22, 3, 1, 0xff, 0xff);
                readToTheEnd(large);
            }
            broker.connect(root.client("TLS", null)).close();
        }
    }

    @Test
    void handshakeThatDoesNotEndIsClosed() throws Exception {
        try (TlsBroker broker = TlsBroker.start(data, files); RawClient silent = RawClient.connect(broker.port())) {
            // given a client of which nothing has come; another one shows that it was accepted
            broker.shown(root.client("TLS", null), null);

            // when five seconds have passed
            broker.broker().timers().advance(5_000);

            // then the socket is closed
            readToTheEnd(silent);
        }
    }

    /** An alert may come first. */
    private static void readToTheEnd(RawClient client) {
        byte[] read = client.read();
        while (read.length > 0) {
            read = client.read();
        }
        assertEquals(0, read.length);
    }

    private static void assertRefused(TlsBroker broker, SSLContext client) {
        IOException e = assertThrows(IOException.class, () -> broker.connect(client).close());
        assertFalse(e instanceof AuthenticationFailureException, e::toString);
    }
}
