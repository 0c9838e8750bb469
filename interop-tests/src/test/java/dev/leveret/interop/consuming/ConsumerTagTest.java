package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CONSUME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** basic.consume: the tags of consumers, and what comes when. */
@WithBroker
class ConsumerTagTest {

    @Test
    void serverMakesUpTagsThatAreAllDifferent(Client client) throws Exception {
        // given
        String queue = client.queue();
        Set<String> tags = new HashSet<>();
        // when
        for (int i = 0; i < 100; i++) {
            tags.add(Inbox.noAck(client.channel(), queue).consumerTag());
        }
        // then
        assertEquals(100, tags.size());
        for (String tag : tags) {
            assertTrue(tag.matches("amq\\.ctag-[A-Za-z0-9_-]{22}"), tag);
        }
    }

    @Test
    void tagOfTheClientsChoiceIsKept(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        Inbox inbox = Inbox.tagged(client.channel(), queue, "my tag ü");
        client.publish("", queue, "message");
        // then
        assertEquals("my tag ü", inbox.consumerTag());
        assertEquals("message", inbox.nextText());
    }

    @Test
    void tagCanBeUsedOnceOnAChannel(Client client) throws Exception {
        // given
        String queue = client.queue();
        Channel channel = client.channel();
        Inbox.tagged(channel, queue, "taken");
        // when: the client's own check is passed by
        CloseReason reason = CloseReason.of(() -> channel.rpc(
                new AMQP.Basic.Consume.Builder().queue(queue).consumerTag("taken").build()));
        // then
        assertEquals(connectionClose(530, "NOT_ALLOWED - attempt to reuse consumer tag 'taken'", BASIC_CONSUME),
                reason);
    }

    @Test
    void anotherChannelMayUseTheSameTag(Client client) throws Exception {
        // given
        String queue = client.queue();
        Inbox.tagged(client.channel(), queue, "shared");
        // when
        Inbox second = Inbox.tagged(client.sibling(), queue, "shared");
        // then
        assertEquals("shared", second.consumerTag());
    }

    @Test
    void cancelledTagCanBeUsedAgain(Client client) throws Exception {
        // given
        String queue = client.queue();
        Inbox.tagged(client.channel(), queue, "again");
        client.channel().basicCancel("again");
        // when
        Inbox second = Inbox.tagged(client.channel(), queue, "again");
        client.publish("", queue, "message");
        // then
        assertEquals("message", second.nextText());
    }

    @Test
    void consumeOkComesBeforeTheFirstDelivery(RawClient raw, Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "waiting");
        raw.open().openChannel(1);
        // when
        raw.send(1, new AMQP.Basic.Consume.Builder().queue(queue).noAck(true).build());
        // then
        String tag = raw.expect(AMQP.Basic.ConsumeOk.class).getConsumerTag();
        assertEquals(tag, raw.expect(AMQP.Basic.Deliver.class).getConsumerTag());
    }

    @Test
    void consumeWithoutWaitIsNotAnswered(RawClient raw, Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "waiting");
        raw.open().openChannel(1);
        // when
        raw.send(1, new AMQP.Basic.Consume.Builder().queue(queue).consumerTag("t").nowait(true).build());
        // then
        AMQP.Basic.Deliver deliver = raw.expect(AMQP.Basic.Deliver.class);
        assertEquals("t", deliver.getConsumerTag());
        assertEquals(1, deliver.getDeliveryTag());
        assertEquals(queue, deliver.getRoutingKey());
        assertEquals("", deliver.getExchange());
    }

    @Test
    void noLocalIsIgnored(Client client) throws Exception {
        // given
        String queue = client.queue();
        var received = new CountDownLatch(1);
        client.channel().basicConsume(queue, true, "", true, false, Map.of(), (tag, delivery) -> received.countDown(),
                tag -> {});
        // when
        client.publish("", queue, "from the same connection");
        // then
        assertTrue(received.await(10, TimeUnit.SECONDS));
    }

    @Test
    void unknownArgumentsAreAccepted(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        Inbox inbox = Inbox.withArguments(client.channel(), queue, Map.of("x-whatever", 5, "mine", "yes"));
        client.publish("", queue, "message");
        // then
        assertEquals("message", inbox.nextText());
    }

    @Test
    void missingQueueCanNotBeConsumed(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.noAck(channel, "no-such-queue"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue 'no-such-queue' in vhost '/'", BASIC_CONSUME), reason);
    }

    @Test
    void deliveryTagsCountPerChannel(Client client) throws Exception {
        // given
        String queue = client.queue();
        Inbox first = Inbox.acknowledging(client.channel(), queue);
        Inbox second = Inbox.acknowledging(client.channel(), queue);
        // when
        client.publish("", queue, "one", "two");
        // then
        assertEquals(Set.of(1L, 2L), Set.of(Inbox.tag(first.next()), Inbox.tag(second.next())));
    }
}
