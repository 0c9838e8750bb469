package dev.leveret.interop.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Messages leave at the head of their queue when their time is over, and are not delivered after that. */
@WithBroker
class MessageTtlTest {

    private static String queue(Client client, int ttlMillis) throws IOException, TimeoutException {
        Map<String, Object> arguments = Map.of("x-message-ttl", ttlMillis);
        return client.channel().queueDeclare(client.name("ttl"), false, true, false, arguments).getQueue();
    }

    private static AMQP.BasicProperties living(String millis) {
        return new AMQP.BasicProperties.Builder().expiration(millis).build();
    }

    /** Waits until a message with a time to live that is published now is over. */
    private static void awaitOver(Client client, String millis) throws Exception {
        String clock = client.queue();
        client.publish("", clock, living(millis), "tick");
        client.awaitReady(clock, 0);
    }

    @Test
    void messagesOfAQueueExpire(Client client) throws Exception {
        String queue = queue(client, 50);
        client.publish("", queue, "a", "b");
        client.awaitReady(queue, 0);
        assertNull(client.channel().basicGet(queue, true));
    }

    @Test
    void theShorterTimeCounts(Client client) throws Exception {
        // given
        String patient = queue(client, 60_000);
        String hasty = queue(client, 50);
        // when
        client.publish("", patient, living("50"), "m");
        client.publish("", hasty, living("60000"), "m");
        // then
        client.awaitReady(patient, 0);
        client.awaitReady(hasty, 0);
    }

    @Test
    void anExpiredMessageBehindOneThatIsNotWaitsAndCounts(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "a");
        client.publish("", queue, living("10"), "b");
        client.publish("", queue, "c");
        // when
        awaitOver(client, "50");
        // then
        assertEquals(3, client.ready(queue));
        assertEquals(List.of("a", "c"), client.drain(queue));
    }

    @Test
    void withoutAConsumerZeroMeansNever(Client client) throws Exception {
        String queue = queue(client, 0);
        String other = client.queue();
        client.publish("", queue, "a");
        client.publish("", other, living("0"), "b");
        assertEquals(0, client.ready(queue));
        assertEquals(0, client.ready(other));
    }

    @Test
    void withAConsumerZeroMeansNow(Client client) throws Exception {
        // given a consumer that takes two
        String queue = queue(client, 0);
        Channel channel = client.sibling();
        channel.basicQos(2);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        // when
        client.publish("", queue, "a", "b", "c");
        Delivery first = inbox.next();
        assertEquals("b", inbox.nextText());
        // then the third is gone, and so is what comes back
        channel.basicNack(Inbox.tag(first), false, true);
        client.publish("", queue, "d");
        assertEquals("d", inbox.nextText());
        assertEquals(0, inbox.waiting());
        assertEquals(0, client.ready(queue));
    }

    @Test
    void allOfABurstGoToAConsumerThatCanTakeThem(Client client) throws Exception {
        String queue = client.queue();
        Channel channel = client.sibling();
        Inbox inbox = Inbox.acknowledging(channel, queue);
        client.channel().basicPublish("", queue, null, Client.bytes("first"));
        for (int i = 0; i < 50; i++) {
            client.channel().basicPublish("", queue, living("0"), Client.bytes("m" + i));
        }
        assertEquals("first", inbox.nextText());
        for (int i = 0; i < 50; i++) {
            assertEquals("m" + i, inbox.nextText());
        }
    }

    @Test
    void anUnackedMessageThatIsOverIsGoneWhenItComesBack(Client client) throws Exception {
        // given
        String queue = queue(client, 50);
        client.publish("", queue, "a");
        long tag = client.channel().basicGet(queue, false).getEnvelope().getDeliveryTag();
        // when
        awaitOver(client, "60");
        client.channel().basicNack(tag, false, true);
        // then
        assertEquals(0, client.ready(queue));
    }

    @Test
    void inATransactionTheTimeBeginsWithTheCommit(Client client) throws Exception {
        // given
        String queue = queue(client, 200);
        Channel channel = client.sibling();
        channel.txSelect();
        channel.basicPublish("", queue, null, Client.bytes("a"));
        // when
        awaitOver(client, "250");
        channel.txCommit();
        // then
        assertEquals(1, client.ready(queue));
        client.awaitReady(queue, 0);
    }
}
