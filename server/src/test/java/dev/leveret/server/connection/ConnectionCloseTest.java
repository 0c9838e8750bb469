package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orderly end, from either side. */
class ConnectionCloseTest {

    @Test
    void clientsCloseIsAnsweredAndTheSocketLeftToTheClient(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data); RawClient client = RawClient.opened(broker.port())) {
            // when the client closes
            client.openChannel(1);
            client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));

            // then that is answered; and the socket closed too, if the client does not do it
            client.expect(0, ConnectionMethod.CloseOk.class);
            broker.timers().advance(30_000);
            client.expectEnd();
        }
    }

    @Test
    void whatFollowsTheClientsCloseIsIgnored(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data); RawClient client = RawClient.opened(broker.port())) {
            client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
            client.send(0, new ConnectionMethod.Open("/"));
            client.expect(0, ConnectionMethod.CloseOk.class);
            broker.timers().advance(30_000);
            client.expectEnd();
        }
    }

    @Test
    void stoppingBrokerTellsItsClients(@TempDir Path data) {
        TestBroker broker = TestBroker.start(data);
        try (RawClient client = RawClient.opened(broker.port())) {
            // when the broker is stopped
            Thread stopping = Thread.ofVirtual().start(broker::close);

            // then the client is told, and its answer is what the broker waits for
            client.expectConnectionClose(
                    320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'", 0);
            client.send(0, new ConnectionMethod.CloseOk());
            client.expectEnd();
            assertTrue(join(stopping));
            assertEquals(0, broker.broker().connections().count());
        }
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
