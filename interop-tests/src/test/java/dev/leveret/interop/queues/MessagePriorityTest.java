package dev.leveret.interop.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Messages of a higher priority come before others, in the order in which they came. */
@WithBroker
class MessagePriorityTest {

    private static String queue(Client client, int priorityMax) throws IOException, TimeoutException {
        Map<String, Object> arguments = Map.of("x-max-priority", priorityMax);
        return client.channel().queueDeclare(client.name("prior"), false, true, false, arguments).getQueue();
    }

    private static void publish(Client client, String queue, String text, Integer priority) throws Exception {
        publish(client, queue, text, priority, null);
    }

    private static void publish(Client client, String queue, String text, Integer priority, String expiration)
            throws Exception {
        var properties = new AMQP.BasicProperties.Builder().priority(priority).expiration(expiration).build();
        client.publish("", queue, properties, text);
    }

    @Test
    void higherOnesComeFirstAndEqualOnesInOrder(Client client) throws Exception {
        // given
        String queue = queue(client, 5);
        for (int priority : new int[] {0, 9, 5, 3, 255, 3}) {
            publish(client, queue, priority + "", priority);
        }
        publish(client, queue, "none", null);
        // when, then
        assertEquals(List.of("9", "5", "255", "3", "3", "0", "none"), client.drain(queue));
    }

    @Test
    void allOf255PrioritiesComeInOrder(Client client) throws Exception {
        // given
        String queue = queue(client, 255);
        List<Integer> priorities = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            priorities.add(i % 256);
        }
        Collections.shuffle(priorities, new Random(1));
        for (int priority : priorities) {
            var properties = new AMQP.BasicProperties.Builder().priority(priority).build();
            client.channel().basicPublish("", queue, properties, Client.bytes("" + priority));
        }
        client.awaitReady(queue, 512);
        // when
        List<Integer> found = client.drain(queue).stream().map(Integer::valueOf).toList();
        // then
        assertEquals(priorities.stream().sorted(Comparator.reverseOrder()).toList(), found);
    }

    @Test
    void aQueueWithoutPrioritiesDoesNotSort(Client client) throws Exception {
        String queue = client.queue();
        publish(client, queue, "a", 1);
        publish(client, queue, "b", 9);
        assertEquals(List.of("a", "b"), client.drain(queue));
    }

    @Test
    void aRequeuedMessageKeepsItsPlace(Client client) throws Exception {
        // given
        String queue = queue(client, 5);
        publish(client, queue, "a2", 2);
        publish(client, queue, "b2", 2);
        publish(client, queue, "a1", 1);
        GetResponse first = client.channel().basicGet(queue, false);
        publish(client, queue, "c2", 2);
        // when
        client.channel().basicReject(first.getEnvelope().getDeliveryTag(), true);
        // then
        GetResponse again = client.channel().basicGet(queue, true);
        assertEquals("a2", Client.text(again));
        assertTrue(again.getEnvelope().isRedeliver());
        assertEquals(List.of("b2", "c2", "a1"), client.drain(queue));
    }

    @Test
    void aConsumerGetsTheHighestThatIsThere(Client client) throws Exception {
        // given a consumer of one at a time
        String queue = queue(client, 5);
        Channel channel = client.sibling();
        channel.basicQos(1);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        publish(client, queue, "a", 0);
        Delivery first = inbox.next();
        // when
        publish(client, queue, "b", 0);
        publish(client, queue, "c", 4);
        channel.basicAck(Inbox.tag(first), false);
        // then
        assertEquals("c", inbox.nextText());
    }

    @Test
    void anExpiredLowOneStaysBehindAnUnexpiredHigherOne(Client client) throws Exception {
        // given
        String queue = queue(client, 5);
        publish(client, queue, "low", 0, "10");
        publish(client, queue, "high", 3);
        String clock = queue(client, 5);
        publish(client, clock, "tick", 0, "50");
        // when
        client.awaitReady(clock, 0);
        // then
        assertEquals(2, client.ready(queue));
        assertEquals(List.of("high"), client.drain(queue));
    }

    @Test
    void whenTheHighestExpiresThoseBelowItAreLookedAt(Client client) throws Exception {
        String queue = queue(client, 5);
        publish(client, queue, "low", 0, "10");
        publish(client, queue, "low2", 0);
        publish(client, queue, "middle", 2, "10");
        publish(client, queue, "high", 5, "50");
        client.awaitReady(queue, 1);
        assertEquals(List.of("low2"), client.drain(queue));
    }

    @Test
    void purgeAndCountTakeAllPriorities(Client client) throws Exception {
        String queue = queue(client, 5);
        publish(client, queue, "a", 0);
        publish(client, queue, "b", 5);
        publish(client, queue, "c", 2);
        assertEquals(2, client.channel().basicGet(queue, true).getMessageCount());
        assertEquals(2, client.channel().queuePurge(queue).getMessageCount());
        assertEquals(0, client.ready(queue));
    }
}
