package dev.leveret.server.connection;

import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client has ten seconds, or what {@code handshake_timeout} says, to open its virtual host. */
class HandshakeTimeLimitTest {

    @Test
    void socketThatStaysSilentIsClosed(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data); RawClient client = RawClient.connect(broker.port())) {
            // given a client of which nothing has come; another one shows that it was accepted
            RawClient.greeted(broker.port()).close();

            // when ten seconds have passed
            broker.timers().advance(10_000);

            // then the socket is closed
            client.expectEnd();
        }
    }

    @Test
    void clientThatStopsHalfwayIsClosed(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data, "handshake_timeout", "500");
                RawClient client = RawClient.authenticated(broker.port())) {
            broker.timers().advance(500);
            client.expectEnd();
        }
    }

    @Test
    void openConnectionHasNoLimit(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data); RawClient client = RawClient.opened(broker.port())) {
            broker.timers().advance(100_000);
            client.openChannel(1);
        }
    }
}
