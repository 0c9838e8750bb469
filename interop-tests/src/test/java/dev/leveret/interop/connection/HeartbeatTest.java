package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import org.junit.jupiter.api.Test;

/** Heartbeats: sent to the client, and missed when the client sends none. */
@WithBroker
class HeartbeatTest {

    private static final int SECOND = 1;

    @Test
    void idleClientThatAnswersHeartbeatsStaysConnected(RawClient raw, Client client) throws Exception {
        // given
        raw.login();
        raw.open(RawClient.tuneOk(2047, 131072, SECOND));
        Connection idle = client.connect(factory -> factory.setRequestedHeartbeat(SECOND));
        // when: more time passes than a silent client is given
        for (int received = 0; received < 6; received++) {
            assertEquals(RawClient.HEARTBEAT, raw.readAny().type());
            raw.frame(RawClient.HEARTBEAT, 0);
        }
        // then
        raw.openChannel(1);
        assertTrue(idle.createChannel().isOpen());
    }

    @Test
    void silentClientIsDisconnected(RawClient raw) throws Exception {
        // given
        raw.login();
        // when
        raw.open(RawClient.tuneOk(2047, 131072, SECOND));
        // then
        raw.expectEnd();
    }

    @Test
    void anyFrameCountsAsAHeartbeat(RawClient raw) throws Exception {
        // given
        raw.login();
        raw.open(RawClient.tuneOk(2047, 131072, SECOND)).openChannel(1);
        // when: a client sends methods, never a heartbeat
        for (int received = 0; received < 6; received++) {
            assertEquals(RawClient.HEARTBEAT, raw.readAny().type());
            raw.send(1, new AMQP.Basic.Ack.Builder().deliveryTag(0).multiple(true).build());
        }
        // then
        raw.openChannel(2);
    }

    @Test
    void heartbeatBetweenAMethodAndItsContentIsFine(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.publish(1, "", "nowhere").frame(RawClient.HEARTBEAT, 0).header(1, 60, 1).frame(RawClient.HEARTBEAT, 0)
                .body(1, (byte) 1);
        // then
        raw.openChannel(2);
    }

    @Test
    void heartbeatOnAChannelIsRefused(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.frame(RawClient.HEARTBEAT, 1);
        // then
        assertEquals(connectionClose(505, "UNEXPECTED_FRAME - type 8, all octets = <<>>", NONE), raw.expectClose());
    }

    @Test
    void heartbeatWithAPayloadIsRefused(RawClient raw) throws Exception {
        // given
        raw.open();
        // when
        raw.frame(RawClient.HEARTBEAT, 0, Client.bytes("abc"));
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - type 8, all octets = <<\"abc\">>: unknown_frame", NONE),
                raw.expectClose());
    }
}
