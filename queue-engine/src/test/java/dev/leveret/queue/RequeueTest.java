package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is returned goes to its original place in the queue, marked as redelivered. */
class RequeueTest {

    private final TestQueue queue = TestQueue.transientOne();

    @Test
    void returnedMessagesGoBeforeThoseThatNeverLeft() {
        // given six messages, of which four are taken
        queue.publish("m0", "m1", "m2", "m3", "m4", "m5");
        Delivery first = queue.get();
        queue.get();
        Delivery third = queue.get();
        queue.get();
        queue.quietly();

        // when two come back, the later one first
        queue.settle(third, Outcome.REQUEUE, null);
        queue.settle(first, Outcome.REQUEUE, null);

        // then they are in their old order, before the rest
        queue.subscribe("c1");
        assertEquals(
                List.of("consume: subscribed c1", "c1 <- m0 again", "c1 <- m2 again", "c1 <- m4", "c1 <- m5"),
                queue.deliver());
    }

    @Test
    void aMessageThatIsReturnedTwiceStillHasItsPlace() {
        // given three messages that all were taken and returned
        queue.publish("m0", "m1", "m2");
        List<Delivery> first = List.of(queue.get(), queue.get(), queue.get());
        first.reversed().forEach(delivery -> queue.settle(delivery, Outcome.REQUEUE, null));

        // when they are taken and returned once more, in another order
        List<Delivery> second = List.of(queue.get(), queue.get(), queue.get());
        queue.settle(second.get(1), Outcome.REQUEUE, null);
        queue.settle(second.get(2), Outcome.REQUEUE, null);
        queue.settle(second.get(0), Outcome.REQUEUE, null);
        queue.quietly();

        // then their order is the first one
        queue.subscribe("c1");
        assertEquals(
                List.of("consume: subscribed c1", "c1 <- m0 again", "c1 <- m1 again", "c1 <- m2 again"),
                queue.deliver());
    }

    @Test
    void severalAreReturnedByOneCommand() {
        // given a consumer that holds three messages and is cancelled
        var consumer = queue.subscribe("c1");
        queue.publish("m0", "m1", "m2").quietly();
        queue.cancel(consumer);
        queue.quietly();

        // when its channel returns them all, latest first
        Delivery[] all = {queue.delivered("m2"), queue.delivered("m1"), queue.delivered("m0")};
        queue.handle(new QueueCommand.Settle(all, Outcome.REQUEUE, null));

        // then another one gets them in order
        queue.subscribe("c2");
        assertEquals(
                List.of("consume: subscribed c2", "c2 <- m0 again", "c2 <- m1 again", "c2 <- m2 again"),
                queue.deliver());
    }

    @Test
    void aReturnedMessageIsDeliveredToWhoeverWaits() {
        // given a consumer that waits, and a message that was taken with basic.get
        queue.publish("m0");
        Delivery taken = queue.get();
        queue.subscribe("c1");
        queue.quietly();
        int timesDue = queue.effects.timesDue;

        // when it is returned
        queue.settle(taken, Outcome.REQUEUE, null);

        // then a turn is due, and the consumer gets it
        assertEquals(timesDue + 1, queue.effects.timesDue);
        assertEquals(List.of("c1 <- m0 again"), queue.deliver());
    }

    @Test
    void settlingWhatIsSettledDoesNothing() {
        // given a message that was returned, and one that was acknowledged
        queue.publish("m0", "m1");
        Delivery returned = queue.get();
        Delivery acknowledged = queue.get();
        queue.settle(returned, Outcome.REQUEUE, null);
        queue.settle(acknowledged, Outcome.ACK, null);

        // when both are settled again
        queue.settle(returned, Outcome.ACK, null);
        queue.settle(acknowledged, Outcome.REQUEUE, null);

        // then the first is still ready, and the second gone
        assertEquals(1, queue.actor.readyCount());
        assertEquals(0, queue.actor.unackedCount());
    }
}
