package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are not next leave memory and come back, and nobody can tell. */
class PagingTest {

    private final TestQueue queue = TestQueue.transientOne();

    private void publishBig(String name, int bodySize) {
        queue.actor.enqueue(TestMessages.bigOne(name, bodySize), null, 0);
    }

    @Test
    void whatHasLeftComesBackInOrder() {
        // given four messages that have left memory
        queue.publish("m0", "m1", "m2", "m3").pageOut(0);
        assertEquals(0, queue.actor.bytesInMemory());

        // when a consumer comes and they are read
        queue.subscribe("c1");
        queue.answerLoad();

        // then it gets them as if they had always been there
        assertEquals(
                List.of("consume: subscribed c1", "c1 <- m0", "c1 <- m1", "c1 <- m2", "c1 <- m3"), queue.deliver());
        assertEquals(0, queue.pages.count());
    }

    @Test
    void whatIsNextStays() {
        // given four messages of the same size
        queue.publish("m0", "m1", "m2", "m3");
        long size = queue.actor.bytesInMemory() / 4;

        // when all but a little more than one are to leave
        queue.pageOut(size + 1);

        // then the first two are still there, and can be delivered at once
        assertEquals(2 * size, queue.actor.bytesInMemory());
        queue.subscribe("c1");
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0", "c1 <- m1"), queue.deliver());
    }

    @Test
    void aQueueThatHoldsLittleKeepsAll() {
        // given two messages
        queue.publish("m0", "m1");
        long bytes = queue.actor.bytesInMemory();

        // when as much may stay as there is
        queue.pageOut(bytes);

        // then nothing has left
        assertEquals(0, queue.pages.count());
        assertEquals(bytes, queue.actor.bytesInMemory());
    }

    @Test
    void whatIsOutOfMemoryIsCounted() {
        // given three messages, of which two have left, and a new one
        queue.publish("m0", "m1", "m2").pageOut(1).publish("m3");
        assertEquals(2, queue.pages.count());

        // when the queue is looked at
        queue.inspect();

        // then it tells of all
        assertEquals(List.of("inspect: 4 ready, 0 consumers"), queue.effects.take());
    }

    @Test
    void whatIsPublishedMeanwhileComesLast() {
        // given messages that have left, and others that came after them
        queue.publish("m0", "m1").pageOut(0).publish("m2", "m3");

        // when they are read in two parts, and one more comes in between
        queue.subscribe("c1");
        queue.answerLoad(0);
        queue.publish("m4");
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0"), queue.deliver());
        queue.answerLoad();

        // then the order is that of their arrival
        assertEquals(List.of("c1 <- m1", "c1 <- m2", "c1 <- m3", "c1 <- m4"), queue.deliver());
    }

    @Test
    void newMessagesLeaveBehindThoseThatHaveLeft() {
        // given a message that stays, one that has left and one that came later
        queue.publish("m0", "m1").pageOut(1).publish("m2");
        long first = queue.actor.bytesInMemory() / 2;

        // when memory is short once more
        queue.pageOut(0);

        // then the new one has left too, and what is next has not
        assertEquals(2, queue.pages.count());
        assertEquals(first, queue.actor.bytesInMemory());
    }

    @Test
    void whatHasComeBackMayLeaveAgain() {
        // given a message that has left and come back, for a consumer that has gone since
        queue.publish("m0").pageOut(0);
        var consumer = queue.subscribe("c1");
        queue.answerLoad();
        queue.cancel(consumer);
        queue.quietly();

        // when memory is short once more, and another consumer comes
        queue.pageOut(0);
        assertEquals(0, queue.actor.bytesInMemory());
        queue.subscribe("c2");
        queue.answerLoad();

        // then it has come back again, and was never delivered
        assertEquals(List.of("consume: subscribed c2", "c2 <- m0"), queue.deliver());
    }

    @Test
    void nothingIsReadForNobody() {
        // given a consumer that holds all it may
        queue.subscribe("c1", 1);
        queue.publish("m0", "m1", "m2").quietly();

        // when the other messages leave memory
        queue.pageOut(0);

        // then they are not read before it wants them
        assertNull(queue.pages.question());
        queue.settle("m0", Outcome.ACK);
        assertEquals(1, queue.pages.question().first());
    }

    @Test
    void moreIsReadBeforeMemoryRunsDry() {
        // given a consumer, and more than it takes at a time in memory
        queue.subscribe("c1", 1);
        publishBig("m0", 40_000);
        publishBig("m1", 40_000);
        publishBig("m2", 40_000);
        publishBig("m3", 40_000);
        queue.pageOut(120_000).quietly();
        assertNull(queue.pages.question());

        // when it goes on
        queue.settle("m0", Outcome.ACK);
        queue.deliver();
        queue.settle("m1", Outcome.ACK);

        // then the rest is read while there is still something to deliver
        assertNotNull(queue.pages.question());
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void anAnswerInPartsIsFollowedByAnotherQuestion() {
        // given messages that have left, and a consumer
        queue.publish("m0", "m1", "m2").pageOut(0);
        queue.subscribe("c1");

        // when the first answer holds only one
        queue.answerLoad(0);

        // then the rest is asked for
        assertEquals(1, queue.pages.question().first());
        assertEquals(2, queue.pages.question().last());
    }

    @Test
    void whatCannotBeReadBackDoesNotHoldUpTheRest() {
        // given messages that have left and will never come back, a new one, and a consumer
        queue.publish("m0", "m1").pageOut(0).publish("m2");
        queue.subscribe("c1");

        // when the answer is that there are none
        var nothing = new QueueCommand.Loaded(0, List.of(), 1);
        assertThrows(IllegalStateException.class, () -> queue.handle(nothing));

        // then the new one is delivered, and the others are not counted any more
        assertEquals(List.of("consume: subscribed c1", "c1 <- m2"), queue.deliver());
        assertEquals(0, queue.actor.readyCount());
        assertEquals(1, queue.effects.timesDue);
    }
}
