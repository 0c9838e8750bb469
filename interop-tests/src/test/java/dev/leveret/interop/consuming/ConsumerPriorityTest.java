package dev.leveret.interop.consuming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Consumers of a higher priority get messages as long as they can take them. */
@WithBroker
class ConsumerPriorityTest {

    private static Inbox consume(Channel channel, String queue, int prefetchCount, Object priority) throws Exception {
        channel.basicQos(prefetchCount);
        return Inbox.withArguments(channel, queue, Map.of("x-priority", priority));
    }

    @Test
    void theHigherOneGetsAllItCanAndTheOthersTheRest(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox low = consume(client.elsewhere(), queue, 10, -5);
        Channel usualChannel = client.elsewhere();
        usualChannel.basicQos(1);
        Inbox usual = Inbox.acknowledging(usualChannel, queue);
        Channel highChannel = client.elsewhere();
        Inbox high = consume(highChannel, queue, 2, 10_000_000_000L);
        // when
        client.publish("", queue, "m1", "m2", "m3", "m4", "m5");
        // then
        assertEquals("m1", high.nextText());
        Delivery second = high.next();
        assertEquals("m3", usual.nextText());
        assertEquals(List.of("m4", "m5"), low.nextTexts(2));
        // and when it can take another one
        highChannel.basicAck(Inbox.tag(second), false);
        client.awaitConsumers(queue, 3);
        client.publish("", queue, "m6", "m7");
        // then
        assertEquals("m6", high.nextText());
        assertEquals("m7", low.nextText());
        assertEquals(0, usual.waiting());
    }

    @Test
    void equalOnesTakeTurns(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox one = consume(client.elsewhere(), queue, 100, 3);
        Inbox two = consume(client.elsewhere(), queue, 100, 3);
        Inbox low = consume(client.elsewhere(), queue, 100, 1);
        // when
        for (int i = 0; i < 20; i++) {
            client.publish("", queue, "m" + i);
        }
        // then
        one.nextTexts(10);
        two.nextTexts(10);
        assertEquals(0, low.waiting());
    }

    @Test
    void whoHasGoneIsNotWaitedFor(Client client) throws Exception {
        String queue = client.sharedQueue();
        Channel channel = client.elsewhere();
        Inbox high = consume(channel, queue, 10, 9);
        Inbox low = consume(client.elsewhere(), queue, 10, 1);
        channel.basicCancel(high.consumerTag());
        client.publish("", queue, "m1");
        assertEquals("m1", low.nextText());
    }
}
