package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.server.tls.Authority.PemPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates are renewed while clients are connected. */
class CertificateRenewalTest {

    @TempDir
    private Path folder;

    private Authority root;
    private PemPair files;

    @BeforeEach
    void makeCertificate() throws Exception {
        root = Authority.root("root");
        files = root.identity("localhost").writeTo(folder, "broker");
    }

    @Test
    void newConnectionsSeeTheNewCertificateAndOldOnesGoOn() throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files);
                Connection old = broker.connect(root.client("TLS", null))) {
            // given a publisher at work
            Channel before = publisher(old);
            publish(before);
            X509Certificate first = shown(broker);

            // when the certificate is renewed, and that is seen
            root.identity("localhost").writeTo(folder, "broker");
            publish(before);
            assertEquals(Optional.empty(), certificates(broker).reload());

            // then new connections see it, and confirms flow on both
            X509Certificate second = shown(broker);
            assertNotEquals(first, second);
            try (Connection young = broker.connect(root.client("TLS", null))) {
                Channel after = publisher(young);
                publish(before);
                publish(after);
                assertEquals(4, after.messageCount("q"));
            }
        }
    }

    @Test
    void changeIsSeenWhenTheFilesHaveSettled() throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files)) {
            X509Certificate first = shown(broker);
            root.identity("localhost").writeTo(folder, "broker");

            // when they are looked at once, then they might still be written
            certificates(broker).look();
            assertEquals(first, shown(broker));

            // when they are as before at the next look, then they count
            certificates(broker).look();
            assertNotEquals(first, shown(broker));
        }
    }

    @Test
    void brokenRenewalIsToldOnceAndTheOldCertificateStays() throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files); Log log = new Log()) {
            X509Certificate first = shown(broker);

            // when a key comes that does not fit
            Files.writeString(files.key(), Authority.pem("PRIVATE KEY", Authority.elliptic().getPrivate().getEncoded()));
            for (int i = 0; i < 5; i++) {
                certificates(broker).look();
            }

            // then that is told once
            assertEquals(List.of("renewed certificates cannot be used, those from before go on being used: " + files.key()
                    + ": does not fit the certificate in " + files.certificate()), log.lines());
            assertEquals(first, shown(broker));

            // and when it is put right, then that counts
            root.identity("localhost").writeTo(folder, "broker");
            certificates(broker).look();
            certificates(broker).look();
            assertNotEquals(first, shown(broker));
        }
    }

    private X509Certificate shown(TlsBroker broker) throws Exception {
        return broker.shown(root.client("TLS", null), null);
    }

    private static TlsCertificates certificates(TlsBroker broker) {
        return broker.broker().broker().certificates().orElseThrow();
    }

    private static Channel publisher(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        channel.queueDeclare("q", true, false, false, null);
        channel.confirmSelect();
        return channel;
    }

    private static void publish(Channel channel) throws Exception {
        channel.basicPublish("", "q", MessageProperties.PERSISTENT_BASIC, new byte[100]);
        channel.waitForConfirmsOrDie(30_000);
    }

    /** Errors that the certificates tell of. */
    private static final class Log implements AutoCloseable {

        private final Logger logger = (Logger) LoggerFactory.getLogger(TlsCertificates.class);
        private final ListAppender<ILoggingEvent> list = new ListAppender<>();

        Log() {
            logger.setLevel(Level.ERROR);
            logger.addAppender(list);
            list.start();
        }

        List<String> lines() {
            return list.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }

        @Override
        public void close() {
            logger.detachAppender(list);
            logger.setLevel(null);
        }
    }
}
