package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agreeing on frame size, channels and heartbeat. */
class TuningTest {

    private TestBroker broker;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void defaultsAreRabbitMqs() {
        assertEquals(new ConnectionMethod.Tune(2047, 131072, 60), offer(broker));
    }

    @Test
    void offerIsConfigurable(@TempDir Path data) {
        try (TestBroker other = TestBroker.start(data, "channel_max", "7", "frame_max", "8192", "heartbeat", "5")) {
            assertEquals(new ConnectionMethod.Tune(7, 8192, 5), offer(other));
        }
    }

    @Test
    void clientMayAskForLess() {
        try (RawClient client = RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(1, 4096, 0))) {
            client.openChannel(1);
        }
    }

    @Test
    void frameMaxAboveTheOfferIsRefused() {
        refused(new ConnectionMethod.TuneOk(2047, 131073, 0),
                "NOT_ALLOWED - negotiated frame_max = 131073 is higher than the maximum allowed value (131072)");
    }

    @Test
    void noFrameMaxAtAllIsAboveTheOffer() {
        refused(new ConnectionMethod.TuneOk(2047, 0, 0),
                "NOT_ALLOWED - negotiated frame_max = 0 is higher than the maximum allowed value (131072)");
    }

    @Test
    void frameMaxBelowTheSpecificationsLeastIsRefused() {
        refused(new ConnectionMethod.TuneOk(2047, 4095, 0),
                "NOT_ALLOWED - negotiated frame_max = 4095 is lower than the minimum allowed value (4096)");
    }

    @Test
    void channelMaxAboveTheOfferIsRefused() {
        refused(new ConnectionMethod.TuneOk(2048, 131072, 0),
                "NOT_ALLOWED - negotiated channel_max = 2048 is higher than the maximum allowed value (2047)");
    }

    @Test
    void noChannelMaxAtAllIsAboveTheOffer() {
        refused(new ConnectionMethod.TuneOk(0, 131072, 0),
                "NOT_ALLOWED - negotiated channel_max = 0 (no limit) is higher than the maximum allowed value (2047)");
    }

    @Test
    void noLimitIsTakenWhereNoneWasOffered(@TempDir Path data) {
        try (TestBroker other = TestBroker.start(data, "channel_max", "0", "frame_max", "0");
                RawClient client = RawClient.opened(other.port(), new ConnectionMethod.TuneOk(0, 0, 0))) {
            client.openChannel(65535);
        }
    }

    @Test
    void agreedFrameMaxHoldsFromThenOn() {
        try (RawClient client = RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(2047, 4096, 0))) {
            // when a frame is larger than agreed
            client.openChannel(1);
            client.bytes(1, 0, 1, 0, 0, 0x20, 0);

            // then it is not even waited for
            client.expectConnectionClose(
                    501, "FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,8192,4088}", 0);
        }
    }

    @Test
    void framesBeforeTuneAreSmall() {
        try (RawClient client = RawClient.greeted(broker.port())) {
            // when somebody unknown announces more than 8 KiB
            client.bytes(1, 0, 0, 0, 0, 0x20, 1);
            RawClient.greeted(broker.port()).close();
            broker.timers().advance(3_000);

            // then the socket is closed
            client.expectEnd();
        }
    }

    private void refused(ConnectionMethod.TuneOk answer, String text) {
        try (RawClient client = RawClient.authenticated(broker.port())) {
            client.send(0, answer);
            client.expectConnectionClose(530, text, ConnectionMethod.Tune.ID);
        }
    }

    private static ConnectionMethod.Tune offer(TestBroker broker) {
        try (RawClient client = RawClient.greeted(broker.port())) {
            client.send(0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
            return client.expect(0, ConnectionMethod.Tune.class);
        }
    }
}
