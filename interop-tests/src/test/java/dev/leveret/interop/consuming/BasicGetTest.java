package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** basic.get: one message, now or not at all. */
@WithBroker
class BasicGetTest {

    @Test
    void emptyQueueAnswersGetEmpty(Client client) throws Exception {
        assertNull(client.channel().basicGet(client.queue(), true));
    }

    @Test
    void getOkTellsWhereTheMessageWentAndHowManyAreLeft(Client client) throws Exception {
        // given
        String queue = client.queue();
        String key = "key-of-" + queue;
        client.channel().queueBind(queue, "amq.direct", key);
        client.publish("amq.direct", key, "one", "two", "three");
        // when
        GetResponse first = client.channel().basicGet(queue, false);
        // then
        assertEquals("amq.direct", first.getEnvelope().getExchange());
        assertEquals(key, first.getEnvelope().getRoutingKey());
        assertEquals(1, first.getEnvelope().getDeliveryTag());
        assertFalse(first.getEnvelope().isRedeliver());
        assertEquals(2, first.getMessageCount());
        assertEquals(1, client.channel().basicGet(queue, true).getMessageCount());
        assertEquals(0, client.channel().basicGet(queue, true).getMessageCount());
    }

    @Test
    void messagesComeInTheOrderOfPublishing(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        client.publish("", queue, "a", "b", "c", "d");
        // then
        assertEquals(List.of("a", "b", "c", "d"), client.drain(queue));
    }

    @Test
    void messageTakenWithoutAckIsGone(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "message");
        Channel elsewhere = client.elsewhere();
        // when
        elsewhere.basicGet(queue, true);
        elsewhere.close();
        // then
        assertEquals(0, client.ready(queue));
    }

    @Test
    void messageTakenWithAckIsHeldUntilSettled(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "message");
        Channel elsewhere = client.elsewhere();
        // when
        elsewhere.basicGet(queue, false);
        assertNull(client.channel().basicGet(queue, true));
        elsewhere.close();
        // then
        client.awaitReady(queue, 1);
        assertTrue(client.channel().basicGet(queue, true).getEnvelope().isRedeliver());
    }

    @Test
    void publishAndGetOfOneChannelAreInOrder(Client client) throws Exception {
        // given
        String queue = client.queue();
        for (int i = 0; i < 200; i++) {
            // when
            client.channel().basicPublish("", queue, null, Client.bytes("m" + i));
            // then
            assertEquals("m" + i, Client.text(client.channel().basicGet(queue, true)));
        }
    }

    @Test
    void missingQueueClosesTheChannel(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.basicGet("no-such-queue", true));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue 'no-such-queue' in vhost '/'", BASIC_GET), reason);
    }
}
