package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A consumer without a prefetch limit holds much, but not a whole backlog. */
class UnlimitedPrefetchTest {

    private static final int SIZE = TestMessages.transientOne("m1").size();

    private final TestQueue queue = TestQueue.transientOne();

    private Consumer subscribe(boolean noAck, int prefetchMax, long unackedBytesMax) {
        var settings = new ConsumerSettings("c1", noAck, false, prefetchMax, unackedBytesMax, FieldTable.EMPTY);
        Consumer consumer = queue.subscribe(settings, null);
        queue.quietly();
        return consumer;
    }

    /** Delivers all that can be, to a consumer whose socket takes everything. */
    private int deliverAllTo(Consumer consumer) {
        int delivered = 0;
        int now;
        do {
            now = queue.deliver().size();
            delivered += now;
            queue.handle(new QueueCommand.CreditReturned(consumer, (long) now * SIZE));
        } while (now > 0);
        return delivered;
    }

    @Test
    void itHoldsSoManyAndNoMore() {
        // given a consumer, and a backlog of more than it may hold
        Consumer consumer = subscribe(false, 0, Long.MAX_VALUE);
        for (int i = 0; i < Consumer.UNLIMITED_UNACKED_MAX + 2; i++) {
            queue.publish("m1");
        }

        // when it settles nothing
        // then two are left
        assertEquals(Consumer.UNLIMITED_UNACKED_MAX, deliverAllTo(consumer));
        assertEquals(2, queue.actor.readyCount());

        // and one of them follows when it has settled one
        queue.settle("m1", Outcome.ACK);
        assertEquals(1, deliverAllTo(consumer));
    }

    @Test
    void itHoldsSoManyBytesAndNoMore() {
        // given a consumer that may hold the bytes of a little more than two messages
        subscribe(false, 0, 2 * SIZE + 1);

        // when four arrive
        queue.publish("m1", "m2", "m3", "m4");

        // then it gets the third, which exceeds that, and no more
        assertEquals(List.of("c1 <- m1", "c1 <- m2", "c1 <- m3"), queue.deliver());
    }

    @Test
    void itGoesOnWhateverItSettledWith() {
        for (Outcome outcome : List.of(Outcome.ACK, Outcome.DISCARD)) {
            // given a consumer that holds all it may
            var other = new UnlimitedPrefetchTest();
            other.subscribe(false, 0, SIZE);
            other.queue.publish("m1", "m2").quietly();

            // when it settles
            other.queue.settle("m1", outcome);

            // then it gets the next one
            assertEquals(List.of("c1 <- m2"), other.queue.deliver());
        }
    }

    @Test
    void whatItReturnsMakesRoomForIt() {
        // given a consumer that holds all it may
        subscribe(false, 0, SIZE);
        queue.publish("m1", "m2").quietly();

        // when it returns that
        queue.settle("m1", Outcome.REQUEUE);

        // then it gets the same once more
        assertEquals(List.of("c1 <- m1 again"), queue.deliver());
    }

    @Test
    void othersAreServedMeanwhile() {
        // given a consumer that holds all it may, and another one
        subscribe(false, 0, SIZE);
        queue.publish("m1").quietly();
        queue.subscribe("c2");
        queue.quietly();

        // when more arrive
        queue.publish("m2", "m3");

        // then the other one gets them
        assertEquals(List.of("c2 <- m2", "c2 <- m3"), queue.deliver());
    }

    @Test
    void aPrefetchLimitReplacesTheLimitInBytes() {
        // given a consumer with a prefetch limit of two
        subscribe(false, 2, 1);

        // when three messages arrive
        queue.publish("m1", "m2", "m3");

        // then only their number counts
        assertEquals(List.of("c1 <- m1", "c1 <- m2"), queue.deliver());
    }

    @Test
    void whatNeedsNoAcknowledgementDoesNotCount() {
        // given a consumer that does not acknowledge
        subscribe(true, 0, 1);

        // when three messages arrive
        queue.publish("m1", "m2", "m3");

        // then it gets them all
        assertEquals(List.of("c1 <- m1", "c1 <- m2", "c1 <- m3"), queue.deliver());
    }

    @Test
    void aMessageThatWasGotCountsForNobody() {
        // given a consumer that may hold one, and a message taken with basic.get
        queue.publish("m1");
        queue.get();
        subscribe(false, 0, SIZE);

        // when one arrives
        queue.publish("m2");

        // then it gets it
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void brakedConsumersWithoutALimitGetOneMessageAtATime() {
        // given a consumer without a limit that holds two, and one with a limit
        queue.subscribe("all");
        queue.publish("m0", "m1").deliver();
        queue.handle(new QueueCommand.Brake(true));
        queue.subscribe("few", 2);
        queue.effects.take();

        // when more comes, then only the other one gets it
        assertEquals(List.of("few <- m2", "few <- m3"), queue.publish("m2", "m3", "m4").deliver());

        // and the first one gets the next when it holds nothing
        queue.settle("m0", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of("all <- m4"), queue.deliver());

        // and all there is without the brake
        queue.publish("m5", "m6").deliver();
        queue.handle(new QueueCommand.Brake(false));
        assertEquals(List.of("all <- m5", "all <- m6"), queue.deliver());
    }
}
