package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** queue.purge and queue.delete reach what is out of memory, and what is on its way back. */
class PagingPurgeAndDeleteTest {

    private final TestQueue queue = TestQueue.durableOne();

    /** Stored and transient messages, m0 and m1 in memory, m2 to m5 not, and m6 again. */
    private void publishAndPageOut() {
        queue.publishPersistent("m0").publish("m1");
        long keepBytes = queue.actor.bytesInMemory();
        queue.publishPersistent("m2", "m3").publish("m4", "m5");
        queue.pages.holdBelow(Long.MAX_VALUE);
        queue.pageOut(keepBytes).publishPersistent("m6");
    }

    @Test
    void purgeDropsAllAndCountsAll() {
        // given messages in memory and out of it
        publishAndPageOut();
        assertEquals(4, queue.pages.count());

        // when the queue is purged
        queue.purge();

        // then nothing is left anywhere
        assertEquals(List.of("purge: purged 7"), queue.effects.take());
        assertEquals(List.of(), queue.store.names());
        assertEquals(0, queue.pages.spilledCount());
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.bytesInMemory());
    }

    @Test
    void purgeLeavesTheUnackedOnes() {
        // given an unacked message and others out of memory
        publishAndPageOut();
        Delivery unacked = queue.get();

        // when the queue is purged and the message returned
        queue.purge();
        queue.settle(unacked, Outcome.REQUEUE, null);

        // then it is all there is
        assertEquals(List.of("m0"), queue.store.names());
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void anAnswerThatComesAfterThePurgeIsDropped() {
        // given a consumer that waits for messages to be read, and a purge meanwhile
        queue.publishPersistent("m0").publish("m1");
        queue.pages.holdBelow(Long.MAX_VALUE);
        queue.pageOut(0).subscribe("c1");
        queue.purge();
        queue.quietly();

        // when the answer comes, and a new message
        queue.answerLoad();
        queue.publish("m2");

        // then only the new one is delivered
        assertEquals(List.of("c1 <- m2"), queue.deliver());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void newMessagesAreDeliveredWhileALateAnswerIsAwaited() {
        // given a purge while a question is open
        queue.publish("m0").pageOut(0).subscribe("c1");
        queue.purge();
        queue.quietly();

        // when a message arrives before the answer
        queue.publish("m1");

        // then it is delivered at once, and the answer does no harm
        assertEquals(List.of("c1 <- m1"), queue.deliver());
        queue.answerLoad();
        assertEquals(List.of(), queue.deliver());
    }

    @Test
    void whatLeavesAfterThePurgeIsReadAfterTheLateAnswer() {
        // given a purge while a question is open, and new messages that have left since
        queue.publish("m0", "m1").pageOut(0);
        queue.get(false);
        queue.purge();
        queue.publish("m2", "m3").pageOut(0).subscribe("c1");
        queue.quietly();
        assertEquals(0, queue.pages.question().first());

        // when the late answer has come
        queue.answerLoad(0);

        // then the new ones are asked for and delivered
        assertEquals(2, queue.pages.question().first());
        queue.answerLoad();
        assertEquals(List.of("c1 <- m2", "c1 <- m3"), queue.deliver());
    }

    @Test
    void twoPurgesDropOneAnswer() {
        // given two purges while one question is open
        queue.publish("m0").pageOut(0).subscribe("c1");
        queue.purge();
        queue.publish("m1").pageOut(0);
        queue.purge();
        queue.publish("m2").pageOut(0).quietly();

        // when the late answer and the right one come
        queue.answerLoad();
        queue.answerLoad();

        // then the message that is left is delivered
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void deleteCountsAndForgetsWhatIsOutOfMemory() {
        // given messages in memory and out of it
        publishAndPageOut();

        // when the queue is deleted
        queue.delete();

        // then nothing is left anywhere
        assertEquals(List.of("delete: deleted 7"), queue.effects.take());
        assertTrue(queue.store.deleted);
        assertEquals(0, queue.pages.spilledCount());
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.bytesInMemory());
    }

    @Test
    void aQueueWhoseMessagesAreAllOutOfMemoryIsNotEmpty() {
        // given such a queue
        queue.publish("m0").pageOut(0);

        // when it is to be deleted if empty
        queue.delete(false, true);

        // then it is not
        assertEquals(List.of("delete: 406 queue 'q' in vhost '/' not empty"), queue.effects.take());
    }

    @Test
    void anAnswerForADeletedQueueIsDropped() {
        // given a queue that is deleted while a question is open
        queue.publishPersistent("m0").publish("m1");
        queue.pages.holdBelow(Long.MAX_VALUE);
        queue.pageOut(0).subscribe("c1");
        queue.delete();
        queue.quietly();

        // when the answer comes, and memory is short
        queue.answerLoad();
        queue.pageOut(0);

        // then nothing happens
        assertEquals(List.of(), queue.deliver());
        assertEquals(0, queue.actor.readyCount());
        assertNull(queue.pages.question());
    }
}
