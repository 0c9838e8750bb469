package dev.leveret.interop.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues that take no message twice. README of rabbitmq-message-deduplication. */
@WithBroker
@LeveretOnly("the plugin is not among those of Debian's RabbitMQ 3.10")
class DeduplicatingQueueTest {

    private static final Map<String, Object> ON = Map.of("x-message-deduplication", true);

    private static String queue(Client client, Map<String, Object> arguments) throws Exception {
        String queue = client.name("queue");
        client.channel().queueDeclare(queue, false, true, false, arguments);
        return queue;
    }

    private static void publish(Client client, String queue, String key, String text) throws Exception {
        client.publishWithHeaders("", queue, Map.of("x-deduplication-header", key), text);
    }

    @Test
    void aRepeatedMessageIsConfirmedAndDropped(Client client) throws Exception {
        // given a message that is not acknowledged yet
        String queue = queue(client, ON);
        publish(client, queue, "1", "m1");
        GetResponse got = client.channel().basicGet(queue, false);

        // when it is sent again, and comes back
        publish(client, queue, "1", "again");
        client.channel().basicReject(got.getEnvelope().getDeliveryTag(), true);
        publish(client, queue, "2", "m2");

        // then it is there once
        assertEquals(List.of("m1", "m2"), client.drain(queue));

        // and may come again now
        publish(client, queue, "1", "m3");
        assertEquals(List.of("m3"), client.drain(queue));
    }

    @Test
    void aKeyIsRememberedForItsTime(Client client) throws Exception {
        String queue = queue(client, Map.of("x-message-deduplication", true, "x-cache-ttl", 200));
        publish(client, queue, "1", "m");
        assertEquals(List.of("m"), client.drain(queue));
        Deadline.await("the key is forgotten", () -> {
            publish(client, queue, "1", "m");
            return client.ready(queue) == 1;
        });
    }

    @Test
    void aQuorumQueueDeduplicatesToo(Client client) throws Exception {
        String queue = client.name("quorum");
        client.channel().queueDeclare(queue, true, false, false,
                Map.of("x-queue-type", "quorum", "x-message-deduplication", true, "x-cache-size", 10));
        publish(client, queue, "1", "m1");
        publish(client, queue, "1", "again");
        assertEquals(List.of("m1"), client.drain(queue));
        publish(client, queue, "1", "again");
        assertEquals(List.of(), client.drain(queue));
        client.channel().queueDelete(queue);
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNoKey(Client client) throws Exception {
        // given
        String queue = queue(client, ON);
        Channel channel = client.sibling();
        channel.txSelect();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(Map.of("x-deduplication-header", "1"))
                .build();
        channel.basicPublish("", queue, properties, "m1".getBytes());
        channel.txRollback();

        // when
        channel.basicPublish("", queue, properties, "m2".getBytes());
        channel.basicPublish("", queue, properties, "again".getBytes());
        channel.txCommit();

        // then
        assertEquals(List.of("m2"), client.drain(queue));
    }

    @Test
    void theArgumentIsCheckedAndCompared(Client client) throws Exception {
        String queue = client.sharedQueue();
        Channel other = client.elsewhere();
        assertThrows(IOException.class, () -> other.queueDeclare(queue, false, false, false, ON));
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("x-message-deduplication", "yes"),
                Map.of("x-message-deduplication", true, "x-cache-size", 0),
                Map.of("x-message-deduplication", true, "x-cache-ttl", "long"),
                Map.of("x-message-deduplication", true, "x-deduplication-header", ""))) {
            Channel channel = client.sibling();
            assertThrows(IOException.class, () -> channel.queueDeclare(client.name("q"), false, true, false, wrong));
        }
    }
}
