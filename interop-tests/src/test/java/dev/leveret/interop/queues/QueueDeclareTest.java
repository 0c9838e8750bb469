package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_PURGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.SpecMethod;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** queue.declare: names, counts, and the empty name that stands for the channel's last queue. */
@WithBroker
class QueueDeclareTest {

    @Test
    void declareOkTellsNameAndCounts(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "one", "two", "three");
        client.channel().basicGet(queue, false);
        client.channel().basicQos(1);
        Inbox.acknowledging(client.channel(), queue).next();
        // when
        AMQP.Queue.DeclareOk ok = client.channel().queueDeclare(queue, false, false, false, Map.of());
        // then: one is ready, two are unacknowledged
        assertEquals(queue, ok.getQueue());
        assertEquals(1, ok.getMessageCount());
        assertEquals(1, ok.getConsumerCount());
    }

    @Test
    void countsAreAskedForByTheClientsShortcutsToo(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "one", "two");
        // then
        assertEquals(2, client.channel().messageCount(queue));
        assertEquals(0, client.channel().consumerCount(queue));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "ümlaut", "a/b", "a.b#*", "\uD83D\uDC07", "'quoted'", "x"})
    void anyTextIsAName(String suffix, Client client) throws Exception {
        // given
        String queue = client.name("queue") + suffix;
        // when
        client.channel().queueDeclare(queue, false, true, false, Map.of());
        client.publish("", queue, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void nameOf255OctetsWorks(Client client) throws Exception {
        // given
        String queue = (client.name("queue") + "x".repeat(255)).substring(0, 255);
        // when
        client.channel().queueDeclare(queue, false, true, false, Map.of());
        client.publish("", queue, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void lineBreaksAreRemovedFromTheName(Client client) throws Exception {
        // given
        String queue = client.name("queue");
        // when
        String declared = client.channel().queueDeclare("\r\n" + queue + "\n", false, true, false, Map.of()).getQueue();
        // then
        assertEquals(queue, declared);
    }

    @Test
    void namesDifferByCase(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        client.channel().queueDeclare(queue.toUpperCase(), false, true, false, Map.of());
        client.publish("", queue, "message");
        // then
        assertEquals(0, client.ready(queue.toUpperCase()));
        assertEquals(1, client.ready(queue));
    }

    @Test
    void declareWithoutWaitTakesEffectInOrder(Client client) throws Exception {
        // given
        String queue = client.name("queue");
        // when
        client.channel().queueDeclareNoWait(queue, false, true, false, Map.of());
        client.publish("", queue, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void emptyNameIsTheLastDeclaredQueueOfTheChannel(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.exchange("direct");
        client.queue();
        String last = client.queue();
        // when
        channel.queueBind("", exchange, "key");
        client.publish(exchange, "key", "one", "two", "three");
        // then
        assertEquals(3, client.ready(last));
        assertEquals("one", Client.text(channel.basicGet("", true)));
        assertEquals(2, channel.queuePurge("").getMessageCount());
        channel.basicCancel(Inbox.noAck(channel, "").consumerTag());
        channel.queueUnbind("", exchange, "key");
        assertEquals(0, channel.queueDelete("").getMessageCount());
        assertTrue(!client.queueExists(last));
    }

    @Test
    void emptyNameAndEmptyKeyBothStandForTheLastQueue(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String last = client.queue();
        // when
        client.channel().queueBind("", exchange, "");
        client.publish(exchange, last, "by its name");
        client.publish(exchange, "", "by no name");
        // then
        assertEquals(List.of("by its name"), client.drain(last));
        // and when
        client.channel().queueUnbind("", exchange, "");
        client.publish(exchange, last, "by its name");
        // then
        assertEquals(List.of(), client.drain(last));
    }

    @Test
    void emptyKeyWithAQueueNameIsAnEmptyKey(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String queue = client.boundQueue(exchange, "");
        // when
        client.publish(exchange, "", "by no name");
        client.publish(exchange, queue, "by its name");
        // then
        assertEquals(List.of("by no name"), client.drain(queue));
    }

    @Test
    void passiveDeclareMakesAQueueTheLastOneToo(Client client) throws Exception {
        // given
        String first = client.queue();
        client.queue();
        client.publish("", first, "message");
        // when
        client.channel().queueDeclarePassive(first);
        // then
        assertEquals("message", Client.text(client.channel().basicGet("", true)));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE_BIND", "QUEUE_UNBIND", "QUEUE_PURGE", "QUEUE_DELETE", "BASIC_CONSUME", "BASIC_GET"})
    void emptyNameWithoutALastQueueIsRefused(SpecMethod method, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> {
            switch (method) {
                case QUEUE_BIND -> channel.queueBind("", "amq.direct", "");
                case QUEUE_UNBIND -> channel.queueUnbind("", "amq.direct", "");
                case QUEUE_PURGE -> channel.queuePurge("");
                case QUEUE_DELETE -> channel.queueDelete("");
                case BASIC_CONSUME -> Inbox.noAck(channel, "");
                default -> channel.basicGet("", true);
            }
        });
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no previously declared queue", method), reason);
    }

    @Test
    void lastQueueOfAnotherChannelDoesNotCount(Client client) throws Exception {
        // given
        client.queue();
        Channel sibling = client.sibling();
        // when
        CloseReason reason = CloseReason.of(() -> sibling.queuePurge(""));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no previously declared queue", QUEUE_PURGE), reason);
    }
}
