package dev.leveret.interop.consuming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Method;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The end of a consumer: by its client, or by the server when the queue goes. */
@WithBroker
class ConsumerCancelTest {

    @Test
    void cancelledConsumerGetsNothingMore(Client client) throws Exception {
        // given
        String queue = client.queue();
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        client.publish("", queue, "before");
        assertEquals("before", inbox.nextText());
        // when
        client.channel().basicCancel(inbox.consumerTag());
        client.publish("", queue, "after");
        // then
        assertEquals(List.of("after"), client.drain(queue));
        assertEquals(0, inbox.waiting());
    }

    @Test
    void deliveriesOfACancelledConsumerCanStillBeSettled(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "one", "two");
        Inbox inbox = Inbox.acknowledging(client.channel(), queue);
        inbox.nextTexts(2);
        client.channel().basicCancel(inbox.consumerTag());
        assertNull(client.channel().basicGet(queue, true));
        // when
        client.channel().basicAck(1, false);
        client.channel().basicNack(2, false, true);
        // then
        client.awaitReady(queue, 1);
        assertEquals(List.of("two"), client.drain(queue));
    }

    @Test
    void cancelOfAnUnknownTagIsAnswered(Client client) throws Exception {
        // when
        Method answer = client.channel().rpc(new AMQP.Basic.Cancel.Builder().consumerTag("nobody").build()).getMethod();
        // then
        assertEquals("nobody", assertInstanceOf(AMQP.Basic.CancelOk.class, answer).getConsumerTag());
    }

    @Test
    void cancelWithoutWaitIsNotAnswered(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(1, new AMQP.Basic.Cancel.Builder().consumerTag("nobody").nowait(true).build());
        // then
        raw.openChannel(2);
    }

    @Test
    void cancelIsSeenByTheQueue(Client client) throws Exception {
        // given
        String queue = client.queue();
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        assertEquals(1, client.channel().consumerCount(queue));
        // when
        client.channel().basicCancel(inbox.consumerTag());
        // then
        assertEquals(0, client.channel().consumerCount(queue));
    }

    @Test
    void deletedQueueCancelsItsConsumers(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Channel elsewhere = client.elsewhere();
        Inbox first = Inbox.noAck(client.channel(), queue);
        Inbox second = Inbox.acknowledging(elsewhere, queue);
        // when
        client.channel().queueDelete(queue);
        // then
        assertEquals(first.consumerTag(), first.awaitCancellation());
        assertEquals(second.consumerTag(), second.awaitCancellation());
    }

    @Test
    void cancelledByTheServerTheTagIsFreeAgain(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox first = Inbox.tagged(client.channel(), queue, "mine");
        client.channel().queueDelete(queue);
        first.awaitCancellation();
        // when
        Inbox second = Inbox.tagged(client.channel(), client.queue(), "mine");
        // then
        assertEquals("mine", second.consumerTag());
    }

    @Test
    void deliveriesOfADeletedQueueCanBeSettled(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "one", "two");
        Inbox inbox = Inbox.acknowledging(client.channel(), queue);
        inbox.nextTexts(2);
        // when
        client.channel().queueDelete(queue);
        inbox.awaitCancellation();
        client.channel().basicAck(1, false);
        client.channel().basicNack(2, false, true);
        // then
        assertTrue(client.channel().queueDeclare().getQueue().startsWith("amq.gen-"));
    }

    @Test
    void exclusiveQueueGoesWithItsConsumersWhenItsConnectionCloses(Client client) throws Exception {
        // given
        Channel owner = client.elsewhere();
        String queue = owner.queueDeclare(client.name("exclusive"), false, true, false, Map.of()).getQueue();
        Inbox.noAck(owner, queue);
        // when
        owner.getConnection().close();
        // then
        assertEquals(0, client.channel().queueDeclare(queue, false, true, false, Map.of()).getConsumerCount());
    }

    @Test
    void clientThatCanNotTakeACancelGetsNone(RawClient raw, Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        raw.start();
        raw.send(0, RawClient.startOk("PLAIN", "\0guest\0guest", false)).expect(AMQP.Connection.Tune.class);
        raw.open(RawClient.tuneOk(2047, 131072, 0)).openChannel(1);
        raw.send(1, new AMQP.Basic.Consume.Builder().queue(queue).consumerTag("t").noAck(true).build());
        raw.expect(AMQP.Basic.ConsumeOk.class);
        // when
        raw.send(1, new AMQP.Queue.Delete.Builder().queue(queue).build());
        raw.expect(AMQP.Queue.DeleteOk.class);
        // then: what follows is the answer to this, and no basic.cancel
        raw.openChannel(2);
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build());
        raw.expect(AMQP.Queue.DeclareOk.class);
    }

    @Test
    void clientThatGetsNoneMayUseTheTagAgain(RawClient raw, Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        raw.start();
        raw.send(0, RawClient.startOk("PLAIN", "\0guest\0guest", false)).expect(AMQP.Connection.Tune.class);
        raw.open(RawClient.tuneOk(2047, 131072, 0)).openChannel(1);
        raw.send(1, new AMQP.Basic.Consume.Builder().queue(queue).consumerTag("t").noAck(true).build());
        raw.expect(AMQP.Basic.ConsumeOk.class);
        raw.send(1, new AMQP.Queue.Delete.Builder().queue(queue).build());
        raw.expect(AMQP.Queue.DeleteOk.class);
        // when
        raw.send(1, new AMQP.Basic.Consume.Builder().queue(client.sharedQueue()).consumerTag("t").build());
        // then
        assertEquals("t", raw.expect(AMQP.Basic.ConsumeOk.class).getConsumerTag());
    }

    @Test
    void itsClientMayCancelWhatTheServerHasCancelled(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox inbox = Inbox.acknowledging(client.channel(), queue);
        client.elsewhere().queueDelete(queue);
        inbox.awaitCancellation();
        // when
        Method answer = client.channel()
                .rpc(new AMQP.Basic.Cancel.Builder().consumerTag(inbox.consumerTag()).build()).getMethod();
        // then
        assertInstanceOf(AMQP.Basic.CancelOk.class, answer);
    }

    @Test
    void exclusiveConsumerIsToldToo(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox inbox = Inbox.exclusive(client.elsewhere(), queue);
        // when
        client.channel().queueDelete(queue);
        // then
        assertEquals(inbox.consumerTag(), inbox.awaitCancellation());
    }

    @Test
    void deliveriesOfADeletedQueueCountAsUnacknowledgedUntilTheyAreSettled(Client client) throws Exception {
        // given a channel that may have one unacknowledged message, and has it from a queue that is deleted
        Channel channel = client.elsewhere();
        channel.basicQos(0, 1, true);
        String deleted = client.sharedQueue();
        client.publish("", deleted, "one");
        Inbox first = Inbox.acknowledging(channel, deleted);
        Delivery delivery = first.next();
        client.channel().queueDelete(deleted);
        first.awaitCancellation();
        String queue = client.sharedQueue();
        client.publish("", queue, "two");
        Inbox second = Inbox.acknowledging(channel, queue);
        assertEquals(1, client.ready(queue));
        // when
        channel.basicAck(Inbox.tag(delivery), false);
        // then
        assertEquals("two", second.nextText());
    }

    @Test
    void clientThatCanTakeACancelGetsOne(RawClient raw, Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        raw.open().openChannel(1);
        raw.send(1, new AMQP.Basic.Consume.Builder().queue(queue).consumerTag("t").build());
        raw.expect(AMQP.Basic.ConsumeOk.class);
        // when
        client.channel().queueDelete(queue);
        // then
        AMQP.Basic.Cancel cancel = raw.expect(AMQP.Basic.Cancel.class);
        assertEquals("t", cancel.getConsumerTag());
        assertTrue(cancel.getNowait());
    }
}
