package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log says of a connection: one line each, in RabbitMQ's words. */
class ConnectionLogTest {

    @TempDir
    private Path folder;

    private final Lines lines = new Lines();
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(folder);
        lines.attach();
    }

    @AfterEach
    void stop() {
        lines.detach();
        broker.close();
    }

    @Test
    void connectionComesAndGoes() throws Exception {
        // given a client that comes, and goes in order
        try (RawClient client = RawClient.opened(broker.port())) {
            client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
            client.expect(0, ConnectionMethod.CloseOk.class);
        }

        // then there are three lines of it
        lines.expect("INFO accepting AMQP connection <0.1.0> (ENDS)");
        lines.expect("INFO connection <0.1.0> (ENDS): user 'guest' authenticated and granted access to vhost '/'");
        lines.expect("INFO closing AMQP connection <0.1.0> (ENDS, vhost: '/', user: 'guest')");
    }

    @Test
    void lostConnectionIsAWarning() throws Exception {
        RawClient.opened(broker.port()).close();
        lines.skip(2);
        lines.expect("WARN closing AMQP connection <0.1.0> (ENDS, vhost: '/', user: 'guest'): client unexpectedly closed TCP"
                + " connection");
    }

    @Test
    void errorOfAChannelNamesTheMethod() throws Exception {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.openChannel(3);
            client.send(3, new QueueMethod.Declare("no\nne", true, false, false, false, false, FieldTable.EMPTY));
            lines.skip(2);
            lines.expect("ERROR Channel error on connection <0.1.0> (ENDS, vhost: '/', user: 'guest'), channel 3: operation"
                    + " queue.declare caused a channel exception not_found: no queue 'none' in vhost '/'");
        }
    }

    @Test
    void errorOfTheConnectionNamesItsState() throws Exception {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.send(0, new ConnectionMethod.Open("/"));
            lines.skip(2);
            lines.expect("ERROR Error on AMQP connection <0.1.0> (ENDS, vhost: '/', user: 'guest', state: running): operation"
                    + " connection.open caused a connection exception channel_error: unexpected method in connection state"
                    + " running");
        }
    }

    @Test
    void refusedLoginHasItsReason() throws Exception {
        try (RawClient client = RawClient.greeted(broker.port())) {
            client.send(0, RawClient.startOk(FieldTable.EMPTY, "PLAIN", "\0guest\0wrong"));
            lines.skip(1);
            lines.expect("ERROR Error on AMQP connection <0.1.0> (ENDS, state: starting): PLAIN login refused: user 'guest' -"
                    + " invalid credentials");
            lines.expectNoMore();
        }
    }

    @Test
    void connectionOfADeletedUserIsToldOf() throws Exception {
        try (RawClient client = RawClient.opened(broker.port())) {
            broker.broker().administration().users().delete("guest", "operator").join();
            client.expectConnectionClose(320, "CONNECTION_FORCED - user 'guest' is deleted", 0);
            lines.skip(2);
            lines.expect("ERROR Error on AMQP connection <0.1.0> (ENDS, vhost: '/', user: 'guest', state: running): operation"
                    + " none caused a connection exception connection_forced: user 'guest' is deleted");
        }
    }

    @Test
    void stopOfTheBrokerIsNoError() throws Exception {
        Thread stopping = new Thread(broker::close);
        try (RawClient client = RawClient.opened(broker.port())) {
            lines.skip(2);
            stopping.start();
            lines.expect("INFO closing AMQP connection <0.1.0> (ENDS, vhost: '/', user: 'guest'): the broker stops");
            client.expectConnectionClose(
                    320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'", 0);
        }
        stopping.join();
        lines.expectNoMore();
    }

    @Test
    void anotherProtocolIsToldOf() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            lines.expect("INFO accepting AMQP connection <0.1.0> (ENDS)");
            lines.expect("WARN closing AMQP connection <0.1.0> (ENDS): the client does not speak AMQP 0-9-1");
        }
    }

    @Test
    void lookWhetherThePortIsOpenIsNotWorthALine() throws Exception {
        // given somebody who only connects, and somebody who only waits for an answer, as health checks do
        connect().close();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            assertEquals(1, socket.getInputStream().read());
        }

        // when somebody else comes after that
        RawClient.opened(broker.port()).close();

        // then there is nothing of the others
        lines.expect("INFO accepting AMQP connection <0.3.0> (ENDS)");
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), broker.port());
    }

    /** Lines of these two categories, in their order; the ends of sockets are different each time. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private static final String ENDS = "127\\.0\\.0\\.1:\\d+ -> 127\\.0\\.0\\.1:\\d+";

        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private final Logger connections = (Logger) LoggerFactory.getLogger("dev.leveret.server.connection");
        private final Logger channels = (Logger) LoggerFactory.getLogger("dev.leveret.server.channel");

        void attach() {
            start();
            for (Logger logger : new Logger[] {connections, channels}) {
                logger.setLevel(Level.INFO);
                logger.setAdditive(false);
                logger.addAppender(this);
            }
        }

        void detach() {
            for (Logger logger : new Logger[] {connections, channels}) {
                logger.setLevel(null); // that of the root: none
                logger.detachAppender(this);
                logger.setAdditive(true);
            }
        }

        @Override
        protected void append(ILoggingEvent event) {
            seen.add(event.getLevel() + " " + event.getFormattedMessage().replaceAll(ENDS, "ENDS"));
        }

        void skip(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                assertNotNull(seen.poll(10, TimeUnit.SECONDS));
            }
        }

        void expect(String line) throws InterruptedException {
            assertEquals(line, seen.poll(10, TimeUnit.SECONDS));
        }

        void expectNoMore() {
            assertNull(seen.poll());
        }
    }
}
