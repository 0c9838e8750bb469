package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_TUNE;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** channel_max, frame_max and heartbeat: what is offered, what a client may make of it, and that it then holds. */
@WithBroker
class TuningTest {

    @Test
    void serverOffers2047ChannelsFramesOf128KiBAndAHeartbeatAMinute(RawClient raw) throws Exception {
        // when
        AMQP.Connection.Tune tune = raw.login();
        // then
        assertEquals(2047, tune.getChannelMax());
        assertEquals(131072, tune.getFrameMax());
        assertEquals(60, tune.getHeartbeat());
    }

    @Test
    void clientMayLowerEachOfThem(Client client) throws Exception {
        // when
        Connection connection = client.connect(factory -> {
            factory.setRequestedChannelMax(5);
            factory.setRequestedFrameMax(8192);
            factory.setRequestedHeartbeat(7);
        });
        // then
        assertEquals(5, connection.getChannelMax());
        assertEquals(8192, connection.getFrameMax());
        assertEquals(7, connection.getHeartbeat());
        assertTrue(connection.createChannel(5).isOpen());
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 5000, 8192, 131072})
    void bodiesTravelInFramesOfTheNegotiatedSize(int frameMax, Client client) throws Exception {
        // given
        Channel channel = client.connect(factory -> factory.setRequestedFrameMax(frameMax)).createChannel();
        String queue = channel.queueDeclare().getQueue();
        byte[] body = new byte[300_000];
        new java.util.Random(frameMax).nextBytes(body);
        // when
        channel.basicPublish("", queue, null, body);
        // then
        assertArrayEquals(body, channel.basicGet(queue, true).getBody());
    }

    @Test
    void noFrameIsBiggerThanNegotiated(RawClient raw) throws Exception {
        // given
        raw.login();
        raw.open(RawClient.tuneOk(2047, 4096, 0)).openChannel(1);
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build());
        String queue = raw.expect(AMQP.Queue.DeclareOk.class).getQueue();
        raw.publish(1, "", queue).header(1, 60, 10_000);
        raw.body(1, new byte[4088]).body(1, new byte[4088]).body(1, new byte[1824]);
        // when
        raw.send(1, new AMQP.Basic.Get.Builder().queue(queue).noAck(true).build());
        // then
        raw.expect(AMQP.Basic.GetOk.class);
        assertEquals(RawClient.HEADER, raw.read().type());
        assertEquals(4088, raw.read().payload().length);
        assertEquals(4088, raw.read().payload().length);
        assertEquals(1824, raw.read().payload().length);
    }

    @Test
    void frameBiggerThanNegotiatedIsRefusedBeforeItsPayloadArrives(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.frameAnnouncing(RawClient.BODY, 1, 131_073);
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,131073,131064}",
                NONE),
                raw.expectClose());
    }

    @Test
    void smallerNegotiatedFrameSizeIsEnforcedToo(RawClient raw) throws Exception {
        // given
        raw.login();
        raw.open(RawClient.tuneOk(2047, 8192, 0)).openChannel(1);
        // when
        raw.frameAnnouncing(RawClient.BODY, 1, 8193);
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,8193,8184}", NONE),
                raw.expectClose());
    }

    @Test
    void moreChannelsThanNegotiatedAreRefused(RawClient raw) throws Exception {
        // given
        raw.login();
        raw.open(RawClient.tuneOk(2, 131072, 0)).openChannel(1).openChannel(2);
        // when
        raw.send(3, new AMQP.Channel.Open.Builder().build());
        // then
        assertEquals(connectionClose(530,
                "NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)", NONE),
                raw.expectClose());
    }

    @Test
    void closedChannelMakesRoomForAnother(RawClient raw) throws Exception {
        // given
        raw.login();
        raw.open(RawClient.tuneOk(2, 131072, 0)).openChannel(1).openChannel(2);
        // when
        raw.send(2, new AMQP.Channel.Close.Builder().replyCode(200).replyText("done").build());
        raw.expect(AMQP.Channel.CloseOk.class);
        // then
        raw.openChannel(2);
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ 3.10 ends the connection without a reason")
    @CsvSource(delimiter = ';', value = {
        "2048; 131072; negotiated channel_max = 2048 is higher than the maximum allowed value (2047)",
        "65535; 131072; negotiated channel_max = 65535 is higher than the maximum allowed value (2047)",
        "0; 131072; negotiated channel_max = 0 (no limit) is higher than the maximum allowed value (2047)",
        "2047; 131073; negotiated frame_max = 131073 is higher than the maximum allowed value (131072)",
        "2047; 0; negotiated frame_max = 0 is higher than the maximum allowed value (131072)",
        "2047; 4095; negotiated frame_max = 4095 is lower than the minimum allowed value (4096)",
    })
    void valuesOutOfRangeAreRefused(int channelMax, int frameMax, String text, RawClient raw) throws Exception {
        // given
        raw.login();
        // when
        raw.send(0, RawClient.tuneOk(channelMax, frameMax, 0));
        // then
        assertEquals(connectionClose(530, "NOT_ALLOWED - " + text, CONNECTION_TUNE), raw.expectClose());
    }
}
