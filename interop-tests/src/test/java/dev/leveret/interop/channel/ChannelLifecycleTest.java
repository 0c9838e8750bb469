package dev.leveret.interop.channel;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_GET;
import static dev.leveret.interop.fixture.SpecMethod.CHANNEL_CLOSE;
import static dev.leveret.interop.fixture.SpecMethod.CHANNEL_CLOSE_OK;
import static dev.leveret.interop.fixture.SpecMethod.CHANNEL_OPEN;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Opening and closing channels, and what a channel does that the server has closed. */
@WithBroker
class ChannelLifecycleTest {

    private static final Method OPEN = new AMQP.Channel.Open.Builder().build();
    private static final Method CLOSE = new AMQP.Channel.Close.Builder().replyCode(200).replyText("done").build();
    private static final Method CLOSE_OK = new AMQP.Channel.CloseOk.Builder().build();
    private static final Method GET_MISSING = new AMQP.Basic.Get.Builder().queue("no-such-queue").build();
    private static final Method DECLARE = new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build();

    @Test
    void manyChannelsOfAConnectionWorkIndependently(Client client) throws Exception {
        // given
        Connection connection = client.connect();
        Set<String> queues = new HashSet<>();
        // when
        for (int number = 1; number <= 200; number++) {
            queues.add(connection.createChannel(number).queueDeclare().getQueue());
        }
        // then
        assertEquals(200, queues.size());
    }

    @Test
    void highestChannelNumberCanBeUsed(Client client) throws Exception {
        assertTrue(client.connect().createChannel(2047).queueDeclare().getQueue().startsWith("amq.gen-"));
    }

    @Test
    void closedChannelNumberCanBeOpenedAgainAtOnce(Client client) throws Exception {
        // given
        Connection connection = client.connect();
        // when
        for (int i = 0; i < 50; i++) {
            Channel channel = connection.createChannel(1);
            channel.queueDeclare();
            channel.close();
        }
        // then
        assertTrue(connection.createChannel(1).isOpen());
    }

    @Test
    void channelNumberCanBeOpenedAgainAfterAnError(Client client) throws Exception {
        // given
        Connection connection = client.connect();
        Channel failed = connection.createChannel(7);
        CloseReason.of(() -> failed.queueDeclarePassive("no-such-queue"));
        // when
        Channel again = connection.createChannel(7);
        // then
        assertTrue(again.queueDeclare().getQueue().startsWith("amq.gen-"));
    }

    @Test
    void errorOnOneChannelLeavesTheOthersOpen(Client client) throws Exception {
        // given
        Channel failing = client.channel();
        Channel sibling = client.sibling();
        // when
        CloseReason reason = CloseReason.of(() -> failing.queueDeclarePassive("no-such-queue"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue 'no-such-queue' in vhost '/'", QUEUE_DECLARE), reason);
        assertFalse(failing.isOpen());
        assertTrue(sibling.queueDeclare().getQueue().startsWith("amq.gen-"));
    }

    @Test
    void deliveryTagsBeginAgainInAReopenedChannel(Client client) throws Exception {
        // given
        Connection connection = client.connect();
        Channel first = connection.createChannel(3);
        String queue = first.queueDeclare().getQueue();
        first.basicPublish("", queue, null, Client.bytes("message"));
        assertEquals(1, first.basicGet(queue, false).getEnvelope().getDeliveryTag());
        // when
        first.close();
        Channel asking = connection.createChannel(4);
        Deadline.await("the message is back", () -> asking.messageCount(queue) == 1);
        // then: the unacknowledged message is there again, under the first tag of the new channel
        assertEquals(1, connection.createChannel(3).basicGet(queue, false).getEnvelope().getDeliveryTag());
    }

    @Test
    void secondOpenOfAChannelIsRefused(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(1, OPEN);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - second 'channel.open' seen", CHANNEL_OPEN),
                raw.expectClose());
    }

    @Test
    void methodOnAnUnopenedChannelIsRefused(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(2, DECLARE);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - expected 'channel.open'", QUEUE_DECLARE), raw.expectClose());
    }

    @Test
    void closeOfAnUnopenedChannelIsRefused(RawClient raw) throws Exception {
        // given
        raw.open();
        // when
        raw.send(2, CLOSE);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - expected 'channel.open'", CHANNEL_CLOSE), raw.expectClose());
    }

    @Test
    void closeOkOfAnUnopenedChannelIsRefused(RawClient raw) throws Exception {
        // given
        raw.open();
        // when
        raw.send(2, CLOSE_OK);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - expected 'channel.open'", CHANNEL_CLOSE_OK),
                raw.expectClose());
    }

    @Test
    void unaskedCloseOkIsRefused(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(1, CLOSE_OK);
        // then
        assertEquals(connectionClose(503, "COMMAND_INVALID - unimplemented method", CHANNEL_CLOSE_OK),
                raw.expectClose());
    }

    @Test
    void methodsAreIgnoredBetweenTheServersCloseAndCloseOk(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1).send(1, GET_MISSING);
        assertEquals(channelClose(404, "NOT_FOUND - no queue 'no-such-queue' in vhost '/'", BASIC_GET),
                raw.expectClose());
        // when: a method, another error, and a message are on their way already
        raw.send(1, DECLARE).send(1, GET_MISSING).publish(1, "", "nowhere").header(1, 60, 1).body(1, (byte) 1);
        raw.send(1, CLOSE_OK).send(1, OPEN);
        // then
        raw.expect(AMQP.Channel.OpenOk.class);
    }

    @Test
    void contentOfThePublishThatFailedIsIgnored(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.publish(1, "no-such-exchange", "key").header(1, 60, 2).body(1, (byte) 1).body(1, (byte) 1);
        assertEquals(404, raw.expectClose().replyCode());
        raw.send(1, CLOSE_OK).send(1, OPEN);
        // then
        raw.expect(AMQP.Channel.OpenOk.class);
    }

    @Test
    void closeThatCrossesTheServersIsAnswered(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1).send(1, GET_MISSING);
        raw.expectClose();
        // when
        raw.send(1, CLOSE);
        raw.expect(AMQP.Channel.CloseOk.class);
        raw.send(1, CLOSE_OK).send(1, OPEN);
        // then
        raw.expect(AMQP.Channel.OpenOk.class);
    }

    @Test
    void channelThatTheServerClosedCanNotBeOpenedWithoutCloseOk(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1).send(1, GET_MISSING);
        raw.expectClose();
        // when
        raw.send(1, OPEN);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - second 'channel.open' seen", CHANNEL_OPEN),
                raw.expectClose());
    }

    @Test
    void channelIsUnopenedAfterCloseOk(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1).send(1, GET_MISSING);
        raw.expectClose();
        // when
        raw.send(1, CLOSE_OK).send(1, DECLARE);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - expected 'channel.open'", QUEUE_DECLARE), raw.expectClose());
    }

    @Test
    void connectionCanBeClosedWhileAChannelIsClosing(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1).send(1, GET_MISSING);
        raw.expectClose();
        // when
        raw.send(0, new AMQP.Connection.Close.Builder().replyCode(200).replyText("bye").build());
        // then
        raw.expect(AMQP.Connection.CloseOk.class);
        assertArrayEquals(new byte[0], raw.finish().expectEnd());
    }
}
