package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_QOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prefetch: how many unacknowledged deliveries a consumer, or with global a whole channel, may hold. */
@WithBroker
class QosTest {

    private Client client;
    private Channel channel;
    private String queue;

    @BeforeEach
    void publishTenMessages(Client connected) throws Exception {
        client = connected;
        queue = client.sharedQueue();
        client.publish("", queue, IntStream.range(0, 10).mapToObj(i -> "m" + i).toArray(String[]::new));
        channel = client.elsewhere();
    }

    @Test
    void consumerHoldsNoMoreThanItsPrefetch() throws Exception {
        // given
        channel.basicQos(3);
        // when
        Inbox inbox = Inbox.acknowledging(channel, queue);
        // then
        assertEquals(List.of("m0", "m1", "m2"), inbox.nextTexts(3));
        assertEquals(7, client.ready(queue));
        assertEquals(0, inbox.waiting());
    }

    @Test
    void everyAckMakesRoomForOneMore() throws Exception {
        // given
        channel.basicQos(1);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        for (int i = 0; i < 10; i++) {
            // when
            Delivery delivery = inbox.next();
            assertEquals("m" + i, Inbox.text(delivery));
            assertEquals(9 - i, client.ready(queue));
            channel.basicAck(Inbox.tag(delivery), false);
        }
    }

    @Test
    void multipleAckMakesRoomForAsMany() throws Exception {
        // given
        channel.basicQos(4);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        inbox.nextTexts(3);
        // when
        channel.basicAck(Inbox.tag(inbox.next()), true);
        // then
        assertEquals(List.of("m4", "m5", "m6", "m7"), inbox.nextTexts(4));
        assertEquals(2, client.ready(queue));
    }

    @Test
    void rejectMakesRoomToo() throws Exception {
        // given
        channel.basicQos(1);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        // when
        channel.basicReject(Inbox.tag(inbox.next()), false);
        // then
        assertEquals("m1", inbox.nextText());
    }

    @Test
    void requeueMakesRoomToo() throws Exception {
        // given
        channel.basicQos(1);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        // when
        channel.basicNack(Inbox.tag(inbox.next()), false, true);
        // then
        Delivery again = inbox.next();
        assertEquals("m0", Inbox.text(again));
        assertEquals(true, again.getEnvelope().isRedeliver());
    }

    @Test
    void zeroMeansNoLimit() throws Exception {
        // given
        channel.basicQos(0);
        // when
        Inbox inbox = Inbox.acknowledging(channel, queue);
        // then
        inbox.nextTexts(10);
    }

    @Test
    void everyConsumerOfTheChannelHasThePrefetchForItself() throws Exception {
        // given
        channel.basicQos(2);
        // when
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(channel, queue);
        // then
        first.nextTexts(2);
        second.nextTexts(2);
        assertEquals(6, client.ready(queue));
    }

    @Test
    void laterQosHoldsForLaterConsumersOnly() throws Exception {
        // given
        channel.basicQos(1);
        Inbox first = Inbox.acknowledging(channel, queue);
        // when
        channel.basicQos(4);
        Inbox second = Inbox.acknowledging(channel, queue);
        // then
        first.nextTexts(1);
        second.nextTexts(4);
        assertEquals(5, client.ready(queue));
    }

    @Test
    void globalPrefetchIsSharedByTheConsumersOfTheChannel() throws Exception {
        // given
        channel.basicQos(3, true);
        // when
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(channel, queue);
        // then
        Deadline.await("three deliveries in all", () -> first.waiting() + second.waiting() == 3);
        assertEquals(7, client.ready(queue));
    }

    @Test
    void globalPrefetchSpansQueues() throws Exception {
        // given
        String other = client.sharedQueue();
        client.publish("", other, "o0", "o1", "o2");
        channel.basicQos(4, true);
        // when
        Inbox first = Inbox.acknowledging(channel, queue);
        Inbox second = Inbox.acknowledging(channel, other);
        // then
        Deadline.await("four deliveries in all", () -> first.waiting() + second.waiting() == 4);
        assertEquals(9, client.ready(queue) + client.ready(other));
        // and when
        channel.basicAck(4, true);
        // then
        Deadline.await("eight deliveries in all", () -> first.waiting() + second.waiting() == 8);
        assertEquals(5, client.ready(queue) + client.ready(other));
    }

    @Test
    void globalPrefetchActsOnRunningConsumers() throws Exception {
        // given
        channel.basicQos(2, true);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        inbox.nextTexts(2);
        // when
        channel.basicQos(5, true);
        // then
        inbox.nextTexts(3);
        assertEquals(5, client.ready(queue));
    }

    @Test
    void globalPrefetchCanBeLifted() throws Exception {
        // given
        channel.basicQos(1, true);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        inbox.nextTexts(1);
        // when
        channel.basicQos(0, true);
        // then
        inbox.nextTexts(9);
    }

    @Test
    void bothLimitsHoldTogether() throws Exception {
        // given
        channel.basicQos(2, false);
        channel.basicQos(3, true);
        // when
        Inbox first = Inbox.acknowledging(channel, queue);
        first.nextTexts(2);
        Inbox second = Inbox.acknowledging(channel, queue);
        // then
        second.nextTexts(1);
        assertEquals(7, client.ready(queue));
    }

    @Test
    void prefetchDoesNotLimitConsumersWithoutAcks() throws Exception {
        // given
        channel.basicQos(1);
        // when
        Inbox inbox = Inbox.noAck(channel, queue);
        // then
        inbox.nextTexts(10);
    }

    @Test
    void prefetchDoesNotLimitBasicGet() throws Exception {
        // given
        channel.basicQos(1);
        channel.basicQos(1, true);
        // when
        for (int i = 0; i < 10; i++) {
            // then
            assertNotNull(channel.basicGet(queue, false));
        }
    }

    @Test
    void prefetchBySizeIsNotImplemented() {
        // when
        CloseReason reason = CloseReason.of(() -> channel.basicQos(5, 0, false));
        // then
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - prefetch_size!=0 (5)", BASIC_QOS), reason);
    }
}
