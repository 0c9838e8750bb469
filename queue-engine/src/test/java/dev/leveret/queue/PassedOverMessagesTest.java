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

    /** Two have left memory, and others have come that are all of the same group. */
    private void noPlaceIsLeft() {
        queue.pageOut(0);
        queue.pages.limitPlaces(queue.pages.placesBytes());
        for (String name : List.of("a5", "a6", "a7")) {
            queue.publish(GroupMessages.persistentOne(name));
        }
        queue.pages.holdBelow(8);
        queue.pageOut(0);
        queue.deliver();
    }

    @Test
    void readingOnEndsWhereNoMorePlacesFit() {
        noPlaceIsLeft();

        // then somebody who wants more waits
        assertNull(queue.pages.question());
        assertTrue(queue.pages.isOut(5));

        // and somebody who asks is not kept waiting, since he may be the one who has to settle
        queue.get(false);
        assertEquals(List.of("get: empty"), queue.effects.take());
    }

    @Test
    void readingGoesOnWhenPlacesAreGivenBack() {
        // given
        noPlaceIsLeft();

        // when all that were passed over are delivered
        queue.settle("a1", Outcome.ACK);
        queue.deliver();
        queue.answerLoad();
        for (String name : List.of("a2", "a3")) {
            assertNull(queue.pages.question());
            queue.settle(name, Outcome.ACK);
            queue.deliver();
        }

        // then the rest is read
        assertEquals(0, queue.pages.placesBytes());
        assertEquals(5, queue.pages.question().first());
        queue.answerLoad();
        queue.settle("a4", Outcome.ACK);
        assertEquals(List.of("slow <- a5"), queue.deliver());
    }

    @Test
    void readingGoesOnWhenOthersHaveGivenBack() {
        // given
        noPlaceIsLeft();

        // when
        queue.pages.limitPlaces(Long.MAX_VALUE);
        queue.handle(new QueueCommand.ReadOn());

        // then
        assertEquals(5, queue.pages.question().first());
    }

    @Test
    void aQueueThatIsDeletedGivesItsPlacesBack() {
        queue.pageOut(0);
        assertTrue(queue.pages.placesBytes() > 0);
        queue.delete();
        assertEquals(0, queue.pages.placesBytes());
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
