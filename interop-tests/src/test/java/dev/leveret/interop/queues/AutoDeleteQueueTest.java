package dev.leveret.interop.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** auto-delete: a queue that goes with its last consumer, though not before its first. */
@WithBroker
class AutoDeleteQueueTest {

    @Test
    void itStaysWhileThereIsAnotherConsumer(Client client) throws Exception {
        // given
        String queue = autoDelete(client);
        Inbox first = Inbox.noAck(client.channel(), queue);
        Inbox.noAck(client.elsewhere(), queue);
        // when
        client.channel().basicCancel(first.consumerTag());
        // then
        assertEquals(1, client.channel().consumerCount(queue));
    }

    @Test
    void cancelOfTheLastConsumerDeletesIt(Client client) throws Exception {
        // given
        String queue = autoDelete(client);
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        // when
        client.channel().basicCancel(inbox.consumerTag());
        // then
        assertFalse(client.queueExists(queue));
    }

    @Test
    void closeOfTheLastConsumersChannelDeletesIt(Client client) throws Exception {
        // given
        String queue = autoDelete(client);
        Channel sibling = client.sibling();
        Inbox.acknowledging(sibling, queue);
        // when
        sibling.close();
        // then
        Deadline.await("the queue is gone", () -> !client.queueExists(queue));
    }

    @Test
    void endOfTheLastConsumersConnectionDeletesIt(Client client) throws Exception {
        // given
        String queue = autoDelete(client);
        Channel elsewhere = client.elsewhere();
        Inbox.acknowledging(elsewhere, queue);
        // when
        elsewhere.getConnection().abort();
        // then
        Deadline.await("the queue is gone", () -> !client.queueExists(queue));
    }

    @Test
    void itStaysUntilItHadAConsumer(Client client) throws Exception {
        // given
        String queue = autoDelete(client);
        // when
        client.publish("", queue, "message");
        client.channel().basicGet(queue, true);
        // then
        assertTrue(client.queueExists(queue));
    }

    @Test
    void itGoesWithItsMessages(Client client) throws Exception {
        // given
        String queue = autoDelete(client);
        client.channel().basicQos(1);
        Inbox inbox = Inbox.acknowledging(client.channel(), queue);
        client.publish("", queue, "one", "two");
        inbox.next();
        // when
        client.channel().basicCancel(inbox.consumerTag());
        // then
        assertFalse(client.queueExists(queue));
        client.channel().basicAck(1, false);
        assertTrue(client.channel().isOpen());
    }

    private static String autoDelete(Client client) throws Exception {
        return client.channel().queueDeclare(client.name("auto-delete"), false, false, true, Map.of()).getQueue();
    }
}
