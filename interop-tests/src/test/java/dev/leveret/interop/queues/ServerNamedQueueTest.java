package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A queue declared with an empty name gets one from the server. */
@WithBroker
class ServerNamedQueueTest {

    @Test
    void namesAreMadeUpAndAllDifferent(Client client) throws Exception {
        // given
        Set<String> names = new HashSet<>();
        // when
        for (int i = 0; i < 100; i++) {
            names.add(client.channel().queueDeclare().getQueue());
        }
        // then
        assertEquals(100, names.size());
        for (String name : names) {
            assertTrue(name.matches("amq\\.gen-[A-Za-z0-9_-]{22}"), name);
        }
    }

    @Test
    void nameCanBeUsedLikeAnyOther(Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare().getQueue();
        client.channel().queueBind(queue, "amq.direct", queue);
        // when
        client.publish("", queue, "one");
        client.publish("amq.direct", queue, "two");
        // then
        assertEquals(List.of("one", "two"), client.drain(queue));
    }

    @Test
    void existingServerNamedQueueCanOnlyBeDeclaredPassively(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = channel.queueDeclare().getQueue();
        assertEquals(0, channel.queueDeclarePassive(queue).getMessageCount());
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, false, true, true, Map.of()));
        // then
        assertEquals(channelClose(403, "ACCESS_REFUSED - queue name '" + queue + "' contains reserved prefix 'amq.*'",
                QUEUE_DECLARE), reason);
    }

    @Test
    void emptyNameAlwaysMakesANewQueue(Client client) throws Exception {
        // given
        String first = client.channel().queueDeclare("", false, true, false, Map.of()).getQueue();
        // when
        String second = client.channel().queueDeclare("", false, true, false, Map.of()).getQueue();
        // then
        assertTrue(!first.equals(second));
    }

    @Test
    void anyFlagsMayBeChosen(Client client) throws Exception {
        // when
        String durable = client.channel().queueDeclare("", true, false, false, Map.of()).getQueue();
        // then
        assertEquals(0, client.elsewhere().queueDeclarePassive(durable).getMessageCount());
        client.channel().queueDelete(durable);
    }
}
