package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is returned goes to its original place, in front of what is out of memory. */
class PagingRequeueTest {

    private final TestQueue queue = TestQueue.transientOne();

    @Test
    void returnedMessagesComeBeforeThoseOutOfMemory() {
        // given two unacked messages, and two that have left
        queue.publish("m0", "m1", "m2", "m3");
        Delivery first = queue.get();
        Delivery second = queue.get();
        queue.pageOut(0).quietly();

        // when both are returned
        queue.settle(second, Outcome.REQUEUE, null);
        queue.settle(first, Outcome.REQUEUE, null);

        // then they can be delivered at once, and the others when they are read
        queue.subscribe("c1");
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0 again", "c1 <- m1 again"), queue.deliver());
        queue.answerLoad();
        assertEquals(List.of("c1 <- m2", "c1 <- m3"), queue.deliver());
    }

    @Test
    void whatIsReturnedWhileAQuestionIsOpenComesBeforeItsAnswer() {
        // given a consumer that waits for messages to be read
        queue.publish("m0", "m1");
        Delivery taken = queue.get();
        queue.pageOut(0).subscribe("c1");
        queue.quietly();

        // when one is returned, and then the answer comes
        queue.settle(taken, Outcome.REQUEUE, null);
        queue.answerLoad();

        // then the returned one is the first
        assertEquals(List.of("c1 <- m0 again", "c1 <- m1"), queue.deliver());
    }

    @Test
    void returnedMessagesDoNotLeave() {
        // given a returned message and one that was never delivered
        queue.publish("m0", "m1");
        queue.settle(queue.get(), Outcome.REQUEUE, null);

        // when all leave that can
        queue.pageOut(0);

        // then the returned one stays: it is the next
        assertEquals(1, queue.pages.count());
        assertTrue(queue.pages.isOut(1));
    }

    @Test
    void bytesOfReturnedMessagesAreCounted() {
        // given a message that was returned while the other one had left
        queue.publish("m0", "m1");
        long bytes = queue.actor.bytesInMemory();
        Delivery taken = queue.get();
        queue.pageOut(0);
        assertEquals(0, queue.actor.bytesInMemory());
        queue.settle(taken, Outcome.REQUEUE, null);

        // when memory is looked at
        // then half of it is in use
        assertEquals(bytes / 2, queue.actor.bytesInMemory());
    }

    @Test
    void whatHasBeenReadAndReturnedIsRedelivered() {
        // given a message that has left, come back and been delivered
        queue.publish("m0", "m1").pageOut(0);
        queue.subscribe("c1", 1);
        queue.answerLoad();
        queue.quietly();

        // when it is returned
        queue.settle("m0", Outcome.REQUEUE);

        // then it comes again, at its place
        assertEquals(List.of("c1 <- m0 again"), queue.deliver());
        queue.settle("m0", Outcome.ACK);
        assertEquals(List.of("c1 <- m1"), queue.deliver());
    }
}
