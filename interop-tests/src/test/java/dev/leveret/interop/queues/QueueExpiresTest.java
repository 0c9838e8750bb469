package dev.leveret.interop.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A queue that nobody uses goes when its time is over. */
@WithBroker
class QueueExpiresTest {

    /** Long enough for a busy machine to do the next step in. */
    private static final int MILLIS = 1_000;

    private static String queue(Client client) throws Exception {
        String queue = client.name("expiring");
        client.channel().queueDeclare(queue, true, false, false, Map.of("x-expires", MILLIS));
        return queue;
    }

    /** Waits until it is gone, asking in a way that is no use: whether a message finds it. */
    private static void awaitGone(Client client, String queue) throws Exception {
        Channel channel = client.sibling();
        channel.confirmSelect();
        AtomicBoolean returned = new AtomicBoolean();
        channel.addReturnListener(message -> returned.set(true));
        Deadline.await(queue + " gone", () -> {
            channel.basicPublish("", queue, true, null, Client.bytes("still there?"));
            channel.waitForConfirms();
            return returned.get();
        });
    }

    /** Uses the queue again and again for a time that is longer than its own. */
    private static void useForLonger(String queue, Client client, Use use) throws Exception {
        long end = System.nanoTime() + 2L * MILLIS * 1_000_000;
        while (System.nanoTime() < end) {
            use.on(client.channel(), queue);
        }
        assertTrue(client.queueExists(queue));
    }

    private interface Use {
        void on(Channel channel, String queue) throws Exception;
    }

    @Test
    void itGoesWithItsMessages(Client client) throws Exception {
        String queue = queue(client);
        client.publish("", queue, "a");
        awaitGone(client, queue);
    }

    @Test
    void whatWasTakenFromItCanStillBeSettled(Client client) throws Exception {
        // given
        String queue = queue(client);
        client.publish("", queue, "one", "two");
        Channel channel = client.elsewhere();
        channel.basicGet(queue, false);
        channel.basicGet(queue, false);
        // when
        awaitGone(client, queue);
        channel.basicAck(1, false);
        channel.basicNack(2, false, true);
        // then
        channel.basicRecover(true);
    }

    @Test
    void itStaysAsLongAsItIsDeclaredAgain(Client client) throws Exception {
        String queue = queue(client);
        useForLonger(queue, client, Channel::queueDeclarePassive);
        useForLonger(queue, client, (channel, name) ->
                channel.queueDeclare(name, true, false, false, Map.of("x-expires", MILLIS)));
        awaitGone(client, queue);
    }

    @Test
    void itStaysAsLongAsItIsAskedForMessages(Client client) throws Exception {
        String queue = queue(client);
        useForLonger(queue, client, (channel, name) -> channel.basicGet(name, true));
        awaitGone(client, queue);
    }

    @Test
    void itStaysAsLongAsItHasAConsumer(Client client) throws Exception {
        // given a consumer, and another queue that nobody uses
        String queue = queue(client);
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        String clock = queue(client);
        // when the other one is gone
        awaitGone(client, clock);
        // then this one is there, until the consumer has gone
        client.publish("", queue, "a");
        assertEquals("a", inbox.nextText());
        client.channel().basicCancel(inbox.consumerTag());
        awaitGone(client, queue);
    }

    @Test
    void aConsumerGoesWithItsConnectionToo(Client client) throws Exception {
        Channel elsewhere = client.elsewhere();
        String queue = queue(client);
        Inbox.noAck(elsewhere, queue);
        elsewhere.getConnection().close();
        awaitGone(client, queue);
    }
}
