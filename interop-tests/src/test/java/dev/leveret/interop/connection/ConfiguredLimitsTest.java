package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_TUNE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of a connection can be configured. */
@LeveretOnly("starts a broker with other settings")
class ConfiguredLimitsTest {

    private static BrokerProcess process;

    @BeforeAll
    static void startABrokerWithLowLimits(@TempDir Path data) {
        process = BrokerProcess.start(data, "channel_max=10", "frame_max=16384", "heartbeat=15",
                "max_message_size=1000",
                "handshake_timeout=3000");
    }

    @AfterAll
    static void stopIt() {
        process.close();
    }

    @Test
    void configuredLimitsAreOffered() throws Exception {
        try (RawClient raw = RawClient.connect(process.broker())) {
            // when
            AMQP.Connection.Tune tune = raw.login();
            // then
            assertEquals(List.of(10, 16384, 15),
                    List.of(tune.getChannelMax(), tune.getFrameMax(), tune.getHeartbeat()));
        }
    }

    @Test
    void configuredLimitsAreEnforced() throws Exception {
        try (RawClient raw = RawClient.connect(process.broker())) {
            // given
            raw.login();
            // when
            raw.send(0, RawClient.tuneOk(10, 131072, 0));
            // then
            assertEquals(connectionClose(530,
                    "NOT_ALLOWED - negotiated frame_max = 131072 is higher than the maximum allowed value (16384)",
                    CONNECTION_TUNE), raw.expectClose());
        }
    }

    @Test
    void configuredMessageSizeIsEnforced() throws Exception {
        try (Client client = new Client(process.broker())) {
            // when
            client.channel().basicPublish("", "nowhere", null, new byte[1000]);
            client.channel().basicPublish("", "nowhere", null, new byte[1001]);
            // then
            assertEquals(channelClose(406,
                    "PRECONDITION_FAILED - message size 1001 is larger than configured max size 1000", BASIC_PUBLISH),
                    CloseReason.awaited(client.channel()));
        }
    }

    @Test
    void clientThatNeverFinishesTheHandshakeIsDisconnected() throws Exception {
        try (RawClient silent = RawClient.connect(process.broker());
                RawClient halfway = RawClient.connect(process.broker());
                RawClient tuned = RawClient.connect(process.broker())) {
            // when
            halfway.start();
            tuned.login();
            // then
            silent.expectEnd();
            halfway.expectEnd();
            tuned.expectEnd();
        }
    }

    @Test
    void handshakeThatWasFinishedHasNoTimeLimit() throws Exception {
        try (RawClient open = RawClient.connect(process.broker());
                RawClient halfway = RawClient.connect(process.broker())) {
            // given
            open.open();
            halfway.start();
            // when
            halfway.expectEnd();
            // then
            open.openChannel(1);
        }
    }
}
