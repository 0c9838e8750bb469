package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stored message leaves memory when the pages hold it, and those behind it not before it. */
class PagingOfStoredMessagesTest {

    private final TestQueue queue = TestQueue.durableOne();

    @Test
    void storedMessagesAreNotSpilled() {
        // given stored and transient messages, all of them held
        queue.publish("t0").publishPersistent("p1").publish("t2").publishPersistent("p3");
        queue.pages.holdBelow(4);

        // when all leave
        queue.pageOut(0);

        // then only those that are not stored had to be taken over
        assertEquals(4, queue.pages.count());
        assertEquals(2, queue.pages.spilledCount());
    }

    @Test
    void bothKindsComeBackInTheirOrder() {
        // given stored and transient messages that have left
        queue.publish("t0").publishPersistent("p1").publish("t2").publishPersistent("p3", "p4").publish("t5");
        queue.pages.holdBelow(6);
        queue.pageOut(0);

        // when they are read in parts
        queue.subscribe("c1");
        queue.quietly();
        List<String> delivered = new ArrayList<>();
        for (long upTo : new long[] {2, 3, 5}) {
            queue.answerLoad(upTo);
            delivered.addAll(queue.deliver());
        }

        // then their order is the first one
        assertEquals(
                List.of("c1 <- t0", "c1 <- p1", "c1 <- t2", "c1 <- p3", "c1 <- p4", "c1 <- t5"), delivered);
    }

    @Test
    void oneThatIsNotHeldYetKeepsThoseBehindIt() {
        // given a stored message between two transient ones
        queue.publish("t0").publishPersistent("p1").publish("t2");

        // when memory is short before the pages hold it
        queue.pageOut(0);

        // then only what is in front of it has left
        assertTrue(queue.pages.isOut(0));
        assertFalse(queue.pages.isOut(1));
        assertFalse(queue.pages.isOut(2));

        // and the rest follows later
        queue.pages.holdBelow(2);
        queue.pageOut(0);
        assertEquals(3, queue.pages.count());
        assertEquals(0, queue.actor.bytesInMemory());
    }

    @Test
    void aQueueOfWhichNothingIsHeldKeepsAll() {
        // given stored messages that are not held
        queue.publishPersistent("p0", "p1");

        // when memory is short
        queue.pageOut(0);

        // then they stay, and are delivered without being read
        queue.subscribe("c1");
        assertEquals(List.of("consume: subscribed c1", "c1 <- p0", "c1 <- p1"), queue.deliver());
    }

    @Test
    void aMessageThatHasComeBackIsRemovedByItsHandle() {
        // given two stored messages that have left and come back
        queue.publishPersistent("p0", "p1");
        queue.pages.holdBelow(2);
        queue.pageOut(0).subscribe("c1");
        queue.answerLoad();
        queue.quietly();

        // when the first one is acknowledged
        queue.settle("p0", Outcome.ACK);

        // then the store has forgotten that one
        assertEquals(List.of("p1"), queue.store.names());
    }
}
