package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.queue.state.Consumer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A consumer never holds more unacked messages than its prefetch limit allows. */
class PrefetchTest {

    private final TestQueue queue = TestQueue.transientOne();

    @Test
    void aConsumerAtItsLimitGetsNothingMore() {
        // given a consumer with a limit of two
        queue.subscribe("c1", 2);

        // when three messages arrive
        queue.publish("m1", "m2", "m3");

        // then the third waits
        assertEquals(List.of("consume: subscribed c1", "c1 <- m1", "c1 <- m2"), queue.deliver());
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void everyOutcomeMakesRoom() {
        for (Outcome outcome : List.of(Outcome.ACK, Outcome.DISCARD)) {
            // given a consumer at its limit
            var queue = TestQueue.transientOne();
            queue.subscribe("c1", 1);
            queue.publish("m1", "m2").quietly();

            // when it settles
            queue.settle("m1", outcome);

            // then it gets the next one
            assertEquals(List.of("c1 <- m2"), queue.deliver());
        }
    }

    @Test
    void aRequeueMakesRoomForTheSameMessage() {
        // given a consumer at its limit
        queue.subscribe("c1", 1);
        queue.publish("m1", "m2").quietly();

        // when it returns what it has
        queue.settle("m1", Outcome.REQUEUE);

        // then it gets the same message once more
        assertEquals(List.of("c1 <- m1 again"), queue.deliver());
    }

    @Test
    void othersAreServedWhileOneIsAtItsLimit() {
        // given two consumers, one of them with a limit of one
        queue.subscribe("c1", 1);
        queue.subscribe("c2");
        queue.quietly();

        // when four messages arrive
        queue.publish("m1", "m2", "m3", "m4");

        // then the other one takes what the first cannot
        assertEquals(List.of("c1 <- m1", "c2 <- m2", "c2 <- m3", "c2 <- m4"), queue.deliver());
    }

    @Test
    void aConsumerComesBackAtTheEndOfTheLine() {
        // given two consumers at their limits
        queue.subscribe("c1", 1);
        queue.subscribe("c2", 1);
        queue.publish("m1", "m2", "m3", "m4").quietly();

        // when the second settles before the first
        queue.settle("m2", Outcome.ACK);
        queue.settle("m1", Outcome.ACK);

        // then it is served before the first
        assertEquals(List.of("c2 <- m3", "c1 <- m4"), queue.deliver());
    }

    @Test
    void aConsumerAtItsLimitIsNotAskedAtAll() {
        // given the only consumer at its limit
        queue.subscribe("c1", 1);
        queue.publish("m1").quietly();
        int timesDue = queue.effects.timesDue;

        // when more messages arrive
        queue.publish("m2", "m3");

        // then no turn is due for them
        assertEquals(timesDue, queue.effects.timesDue);
        assertFalse(queue.actor.deliver(0));
    }

    @Test
    void aLimitMeansNothingToAConsumerThatDoesNotAcknowledge() {
        // given a consumer that does not acknowledge, with a limit of one
        queue.subscribeNoAck("c1");

        // when messages arrive
        queue.publish("m1", "m2", "m3");

        // then it gets them all
        assertEquals(List.of("consume: subscribed c1", "c1 <- m1", "c1 <- m2", "c1 <- m3"), queue.deliver());
    }

    @Test
    void whatACancelledConsumerHoldsIsSettledLikeAnyOther() {
        // given a consumer that is cancelled while it holds a message at its limit
        Consumer first = queue.subscribe("c1", 1);
        queue.publish("m1", "m2").quietly();
        queue.cancel(first);
        assertEquals(1, queue.actor.unackedCount());

        // when it settles late, and another consumer comes
        queue.settle("m1", Outcome.ACK);
        queue.subscribe("c2", 1);

        // then the message is gone, and nothing is delivered to the one that was cancelled
        assertEquals(
                List.of("cancel: cancelled c1", "consume: subscribed c2", "c2 <- m2"), queue.deliver());
        assertEquals(1, queue.actor.unackedCount());
    }

    @Test
    void whatACancelledConsumerReturnsGoesToAnother() {
        // given a cancelled consumer that holds a message, and another one
        Consumer first = queue.subscribe("c1", 1);
        queue.publish("m1").quietly();
        queue.subscribe("c2", 1);
        queue.cancel(first);
        queue.quietly();

        // when its channel closes
        queue.settle("m1", Outcome.REQUEUE);

        // then the other one gets it, marked as redelivered
        assertEquals(List.of("c2 <- m1 again"), queue.deliver());
    }
}
