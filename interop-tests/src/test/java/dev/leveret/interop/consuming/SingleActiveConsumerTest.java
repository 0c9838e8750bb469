package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CONSUME;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_GET;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One consumer of a queue gets everything, and when it goes the next one does. */
@WithBroker
class SingleActiveConsumerTest {

    private static final Map<String, Object> SINGLE = Map.of("x-single-active-consumer", true);

    private static String queue(Client client) throws Exception {
        return client.channel().queueDeclare(client.name("single"), false, false, false, SINGLE).getQueue();
    }

    @Test
    void theFirstConsumerGetsEverything(Client client) throws Exception {
        // given
        String queue = queue(client);
        Inbox first = Inbox.acknowledging(client.elsewhere(), queue);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        // when
        client.publish("", queue, "one", "two", "three");
        // then
        assertEquals(List.of("one", "two", "three"), first.nextTexts(3));
        assertEquals(0, second.waiting());
        assertEquals(2, client.channel().consumerCount(queue));
    }

    @Test
    void theCancelledConsumerKeepsWhatItHasAndTheNextOneStartsAtOnce(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        client.publish("", queue, "one", "two");
        first.nextTexts(2);
        // when
        channel.basicCancel(first.consumerTag());
        client.publish("", queue, "three");
        // then
        assertEquals("three", second.nextText());
        channel.basicAck(1, false);
        channel.basicNack(2, false, true);
        assertEquals("two", second.nextText());
    }

    @Test
    void theNextOneGetsWhatAClosedChannelHad(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        client.publish("", queue, "one", "two");
        first.nextTexts(2);
        // when
        channel.close();
        // then
        List<Delivery> deliveries = List.of(second.next(), second.next());
        assertEquals(List.of("one", "two"), deliveries.stream().map(Inbox::text).toList());
        assertTrue(deliveries.stream().allMatch(delivery -> delivery.getEnvelope().isRedeliver()));
    }

    @Test
    void theNextOneTakesOverWhenAConnectionCloses(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        // when
        channel.getConnection().close();
        client.publish("", queue, "one");
        // then
        assertEquals("one", second.nextText());
    }

    @Test
    void theyFollowInTheOrderInWhichTheyCame(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        Inbox first = Inbox.noAck(channel, queue);
        Inbox second = Inbox.noAck(client.elsewhere(), queue);
        Inbox third = Inbox.noAck(client.elsewhere(), queue);
        // when
        channel.basicCancel(first.consumerTag());
        Inbox last = Inbox.noAck(channel, queue);
        client.publish("", queue, "one");
        // then
        assertEquals("one", second.nextText());
        assertEquals(List.of(0, 0), List.of(third.waiting(), last.waiting()));
    }

    @Test
    void aHigherPriorityTakesOverNotBeforeTheActiveOneGoes(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox low = Inbox.acknowledging(client.elsewhere(), queue);
        Inbox high = Inbox.withArguments(client.elsewhere(), queue, Map.of("x-priority", 5));
        client.publish("", queue, "one");
        assertEquals("one", first.nextText());
        // when
        channel.basicCancel(first.consumerTag());
        client.publish("", queue, "two");
        // then
        assertEquals("two", high.nextText());
        assertEquals(0, low.waiting());
    }

    @Test
    void theActiveOneIsNotHelpedWhenItIsAtItsLimit(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        channel.basicQos(1);
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        // when
        client.publish("", queue, "one", "two");
        channel.basicAck(Inbox.tag(first.next()), false);
        // then
        assertEquals("two", first.nextText());
        assertEquals(0, second.waiting());
    }

    @Test
    void exclusiveConsumerIsRefused(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel elsewhere = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.exclusive(elsewhere, queue));
        // then
        assertEquals(channelClose(403, "ACCESS_REFUSED - queue '" + queue + "' in vhost '/' in exclusive use",
                BASIC_CONSUME), reason);
    }

    @Test
    @LeveretOnly("RabbitMQ 3.10 gives a message to basic.get, 4.x refuses")
    void basicGetIsRefused(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel elsewhere = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> elsewhere.basicGet(queue, true));
        // then
        assertEquals(channelClose(405, "RESOURCE_LOCKED - cannot obtain access to locked queue '" + queue
                + "' in vhost '/'. basic.get operations are not supported by classic queues with single active consumer",
                BASIC_GET), reason);
    }

    private static String quorumQueue(Client client) throws Exception {
        return client.channel().queueDeclare(client.name("single"), true, false, false,
                Map.of("x-single-active-consumer", true, "x-queue-type", "quorum")).getQueue();
    }

    @Test
    void basicGetOfAQuorumQueueIsRefused(Client client) throws Exception {
        // given
        String queue = quorumQueue(client);
        Channel elsewhere = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> elsewhere.basicGet(queue, true));
        // then
        assertEquals(channelClose(405, "RESOURCE_LOCKED - cannot obtain access to locked queue '" + queue
                + "' in vhost '/'. basic.get operations are not supported by quorum queues with single active consumer",
                BASIC_GET), reason);
    }

    @Test
    @LeveretOnly("RabbitMQ has this from 4.0 on")
    void aHigherPriorityTakesOverInAQuorumQueueWhenAllIsSettled(Client client) throws Exception {
        // given
        String queue = quorumQueue(client);
        Channel channel = client.elsewhere();
        Inbox low = Inbox.acknowledging(channel, queue);
        client.publish("", queue, "one");
        long tag = Inbox.tag(low.next());
        Inbox high = Inbox.withArguments(client.elsewhere(), queue, Map.of("x-priority", 5));
        client.publish("", queue, "two");
        assertEquals(List.of(0, 0), List.of(low.waiting(), high.waiting()));
        // when
        channel.basicAck(tag, false);
        // then
        assertEquals("two", high.nextText());
        assertEquals(0, low.waiting());
    }

    @Test
    void deletedQueueCancelsThoseThatWaitToo(Client client) throws Exception {
        // given
        String queue = queue(client);
        Inbox first = Inbox.acknowledging(client.elsewhere(), queue);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        // when
        client.channel().queueDelete(queue);
        // then
        assertEquals(first.consumerTag(), first.awaitCancellation());
        assertEquals(second.consumerTag(), second.awaitCancellation());
    }

    @Test
    void autoDeleteQueueGoesWithTheLastOfThem(Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare(client.name("single"), false, false, true, SINGLE).getQueue();
        Inbox first = Inbox.acknowledging(client.channel(), queue);
        Inbox second = Inbox.acknowledging(client.channel(), queue);
        // when
        client.channel().basicCancel(first.consumerTag());
        boolean isThereAfterTheFirst = client.queueExists(queue);
        client.channel().basicCancel(second.consumerTag());
        // then
        assertTrue(isThereAfterTheFirst);
        assertFalse(client.queueExists(queue));
    }

    @Test
    void theArgumentIsABoolean(Client client) throws Exception {
        // given
        String queue = client.name("queue");
        Channel elsewhere = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() ->
                elsewhere.queueDeclare(queue, false, false, false, Map.of("x-single-active-consumer", 5)));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - invalid arg 'x-single-active-consumer' for queue '" + queue
                + "' in vhost '/': {unacceptable_type,signedint}", QUEUE_DECLARE), reason);
    }

    @Test
    void itIsComparedWhenTheQueueIsDeclaredAgain(Client client) throws Exception {
        // given
        String queue = queue(client);
        client.channel().queueDeclare(queue, false, false, false, SINGLE);
        Channel elsewhere = client.elsewhere();
        Channel another = client.elsewhere();
        // when
        CloseReason without = CloseReason.of(() -> elsewhere.queueDeclare(queue, false, false, false, Map.of()));
        CloseReason withFalse = CloseReason.of(() ->
                another.queueDeclare(queue, false, false, false, Map.of("x-single-active-consumer", false)));
        // then
        String differs = "PRECONDITION_FAILED - inequivalent arg 'x-single-active-consumer' for queue '" + queue
                + "' in vhost '/': received ";
        assertEquals(channelClose(406, differs + "none but current is the value 'true' of type 'bool'", QUEUE_DECLARE),
                without);
        assertEquals(channelClose(406, differs + "'false' but current is 'true'", QUEUE_DECLARE), withFalse);
    }

    @Test
    void falseIsAsGoodAsNothing(Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare(client.name("plain"), false, false, false,
                Map.of("x-single-active-consumer", false)).getQueue();
        Inbox first = Inbox.noAck(client.elsewhere(), queue);
        Inbox second = Inbox.noAck(client.elsewhere(), queue);
        // when
        client.publish("", queue, "one", "two");
        // then
        assertEquals(List.of("one", "two"), List.of(first.nextText(), second.nextText()));
    }
}
