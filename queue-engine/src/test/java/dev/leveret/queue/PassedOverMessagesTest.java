package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of groups that belong to somebody leave memory when others have been taken before them, and come back in time. */
class PassedOverMessagesTest {

    private final TestQueue queue = TestQueue.durableWith(GroupMessages.ARGUMENTS);

    /** A consumer has a1, and all it may have; b1 was taken by another one, which has passed over a2, a3 and a4. */
    @BeforeEach
    void aGroupWaitsForItsOwner() {
        queue.subscribe("slow", 1);
        queue.subscribe("fast");
        queue.quietly();
        for (String name : List.of("a1", "a2", "a3", "a4", "b1")) {
            queue.publish(GroupMessages.persistentOne(name));
        }
        assertEquals(List.of("slow <- a1", "fast <- b1"), queue.deliver());
        queue.pages.holdBelow(5);
    }

    @Test
    void allLeaveButTheNextOneOfTheGroup() {
        // when
        queue.pageOut(0);

        // then
        assertFalse(queue.pages.isOut(1));
        assertTrue(queue.pages.isOut(2));
        assertTrue(queue.pages.isOut(3));
        assertEquals(3, queue.actor.readyCount());
    }

    @Test
    void theNextOneComesBackWhenTheOneBeforeItHasGone() {
        // given
        queue.pageOut(0);

        // when
        queue.settle("a1", Outcome.ACK);
        assertEquals(1, queue.deliver().size());

        // then it is read, and goes when its turn comes
        assertEquals(2, queue.pages.question().first());
        queue.answerLoad();
        queue.settle("a2", Outcome.ACK);
        assertEquals(1, queue.deliver().size());
        queue.settle("a3", Outcome.ACK);
        assertEquals(1, queue.deliver().size());
        queue.settle("a4", Outcome.ACK);
        assertEquals(0, queue.actor.readyCount());
        assertEquals(List.of("b1"), queue.store.names());
    }

    @Test
    void nothingIsDeliveredBeforeAnEarlierOneThatIsBeingRead() {
        // given
        queue.pageOut(0);
        queue.settle("a1", Outcome.ACK);
        queue.deliver();
        queue.settle("a2", Outcome.ACK);

        // when
        queue.publish(GroupMessages.persistentOne("c1"));

        // then
        assertEquals(List.of(), queue.deliver());
        queue.answerLoad();
        assertEquals(2, queue.deliver().size());
    }

    @Test
    void whatLeftTheQueueMeanwhileIsNotTakenBack() {
        // given
        queue.pageOut(0);
        queue.settle("a1", Outcome.ACK);
        queue.deliver();

        // when
        queue.purge();
        queue.answerLoad();

        // then
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.bytesInMemory());
        assertEquals(List.of("a2", "b1"), queue.store.names());
    }

    @Test
    void nothingThatIsReadStaysOutOfMemoryWhileItIsRead() {
        // given
        queue.pageOut(0);
        queue.settle("a1", Outcome.ACK);
        queue.deliver();
        queue.publish(GroupMessages.persistentOne("b2"));

        // when memory is short while a page is read
        queue.pageOut(0);

        // then what is next is not missed
        queue.answerLoad();
        assertNull(queue.pages.question());
        assertEquals(0, queue.pages.count());
    }

    @Test
    void whatCannotBeReadIsGivenUpAndTheQueueGoesOn() {
        // given
        queue.pageOut(0);
        queue.settle("a1", Outcome.ACK);
        queue.deliver();

        // when
        queue.pages.answer(2);
        var nothing = new QueueCommand.Loaded(0, List.of(), 2);
        assertThrows(IllegalStateException.class, () -> queue.handle(nothing));

        // then
        assertEquals(1, queue.actor.readyCount());
        assertEquals(3, queue.pages.question().first());
    }
}
