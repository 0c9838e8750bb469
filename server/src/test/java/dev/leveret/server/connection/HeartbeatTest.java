package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.server.alarm.Resource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats of 10 s: sent after half of that, missed after twice that. */
class HeartbeatTest {

    private TestBroker broker;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
        client = RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(2047, 131072, 10)).openChannel(1);
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void oneIsSentWhenNothingElseWasForHalfTheInterval() {
        // given a connection over which something was sent in each half of the interval
        broker.timers().advance(5_000);
        client.roundTrip(1);
        assertEquals(0, client.heartbeats());
        broker.timers().advance(5_000);

        // when nothing is for the next half
        broker.timers().advance(5_000);

        // then a heartbeat is, and another one in each half that follows
        client.awaitHeartbeats(1);
        broker.timers().advance(5_000);
        client.awaitHeartbeats(2);
        broker.timers().advance(5_000);
        client.awaitHeartbeats(3);
    }

    @Test
    void silenceOfTwiceTheIntervalEndsTheConnection() {
        // given a client that was heard before the first look
        broker.timers().advance(5_000);

        // when nothing is heard at four more
        broker.timers().advance(20_000);

        // then the socket is closed without a close
        client.expectEnd();
    }

    @Test
    void heartbeatsOfTheClientKeepItOpen() {
        // when the client sends a heartbeat an interval, for five of them
        for (int i = 0; i < 5; i++) {
            client.frames(FrameWriter::heartbeat);
            client.roundTrip(1);
            broker.timers().advance(10_000);
        }

        // then it is still connected
        client.roundTrip(1);
    }

    @Test
    void clientThatIsNotReadIsNotMissed() {
        // given a publisher that is blocked by an alarm, and so not read
        broker.alarms().set(Resource.MEMORY, true);
        client.send(1, new BasicMethod.Publish(Address.of("", "q"), false, false));
        client.expect(0, ConnectionMethod.Blocked.class);

        // when nothing is heard of it for long
        broker.timers().advance(60_000);
        broker.alarms().set(Resource.MEMORY, false);

        // then it is still connected
        client.expect(0, ConnectionMethod.Unblocked.class);
    }

    @Test
    void noneAreSentOrMissedWhenTheClientWantsNone() {
        try (RawClient other = RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(2047, 131072, 0))) {
            broker.timers().advance(1_000_000);
            other.openChannel(1);
            assertEquals(0, other.heartbeats());
        }
    }
}
