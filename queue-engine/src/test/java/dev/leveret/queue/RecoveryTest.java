package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue starts with what its store has kept. */
class RecoveryTest {

    private final TestQueue queue = TestQueue.durableOne();

    private void keep(long position) {
        queue.store.append(position, TestMessages.persistentOne("m" + position), null);
    }

    private void recover(long position) {
        keep(position);
        MemoryQueueStore.Stored stored = queue.store.messages.get(position);
        queue.actor.recover(0, position, stored.message(), stored);
    }

    private void recoverPagedOut(long deliveredUpTo, long... positions) {
        for (long position : positions) {
            keep(position);
        }
        long first = positions[0];
        long last = positions[positions.length - 1];
        queue.pages.recovered(first, last);
        queue.actor.recover(0, deliveredUpTo, new RecoveredRange(first, last, positions.length, 0, Long.MAX_VALUE));
    }

    @Test
    void recoveredMessagesComeFirstAndInOrder() {
        // given two messages that were kept, the first of which somebody may have received
        queue.actor.recover(0, 3, RecoveredRange.NONE);
        recover(3);
        recover(7);

        // when a new one is published and a consumer comes
        queue.publishPersistent("m8");
        queue.subscribe("c1");
        queue.grant();

        // then it gets them in order
        assertEquals(
                List.of("consume: subscribed c1", "c1 <- m3 again", "c1 <- m7", "c1 <- m8"), queue.deliver());
    }

    @Test
    void aRecoveredMessageIsRemovedByItsHandle() {
        // given a recovered message
        recover(3);

        // when it is acknowledged
        queue.settle(queue.get(), Outcome.ACK, null);

        // then the store has forgotten it
        assertEquals(List.of(), queue.store.names());
    }

    @Test
    void positionsGoOnWhereTheyHadBeen() {
        // given a queue whose latest messages were settled before the restart
        recover(3);
        queue.actor.resumeAt(0, 100);

        // when a message is published
        queue.publishPersistent("m");

        // then its position was never used before
        assertEquals(100, queue.store.messages.lastKey());
    }

    @Test
    void positionsNeverGoBack() {
        // given a recovered message
        recover(3);

        // when an earlier position is named
        // then that is refused
        var message = TestMessages.persistentOne("m2");
        assertThrows(IllegalArgumentException.class, () -> queue.actor.recover(0, 2, message, null));
        assertThrows(IllegalArgumentException.class, () -> queue.actor.resumeAt(0, 3));
    }

    @Test
    void whatIsNewIsNotTakenForRedelivered() {
        // given a queue that had noted a mark far ahead of its messages when the broker crashed
        queue.actor.recover(0, 1_000, RecoveredRange.NONE);
        recover(3);
        queue.actor.resumeAt(0, 4);

        // when a message is published, and both leave memory and come back
        queue.publishPersistent("new");
        queue.pages.holdBelow(Long.MAX_VALUE);
        queue.pageOut(0).subscribe("c1");
        queue.answerLoad();
        queue.grant();

        // then the old one may have been delivered, and the new one not
        assertEquals(List.of("consume: subscribed c1", "c1 <- m3 again", "c1 <- new"), queue.deliver());
        assertEquals(1_001, queue.store.messages.lastKey());
    }

    @Test
    void recoveredMessagesAreCountedAndCanBePurged() {
        // given recovered messages
        recover(0);
        recover(1);

        // when the queue is purged
        queue.purge();

        // then all are gone
        assertEquals(List.of("purge: purged 2"), queue.effects.take());
        assertEquals(List.of(), queue.store.names());
    }

    @Test
    void aBacklogStaysOutOfMemoryUntilSomebodyWantsIt() {
        // given a queue whose older messages are left where they are
        recoverPagedOut(6, 5, 6, 9);
        recover(12);
        queue.actor.resumeAt(0, 13);
        assertEquals(4, queue.actor.readyCount());
        assertEquals(queue.store.messages.get(12L).message().size(), queue.actor.bytesInMemory());

        // when a consumer comes
        queue.subscribe("c1");
        queue.answerLoad();
        queue.grant();

        // then it gets them all in order, and those up to the mark as redelivered
        assertEquals(
                List.of("consume: subscribed c1", "c1 <- m5 again", "c1 <- m6 again", "c1 <- m9", "c1 <- m12"),
                queue.deliver());
    }

    @Test
    void aBacklogOutOfMemoryCanBePurged() {
        // given a queue whose messages are all out of memory
        recoverPagedOut(-1, 5, 6, 9);

        // when it is purged
        queue.purge();

        // then nothing is left, here and in the store
        assertEquals(List.of("purge: purged 3"), queue.effects.take());
        assertEquals(List.of(), queue.store.names());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void newMessagesComeBehindABacklogOutOfMemory() {
        // given a queue whose messages are all out of memory
        recoverPagedOut(9, 5, 9);
        queue.actor.resumeAt(0, 10);

        // when one is published and all are got
        queue.publish("m10");
        queue.get(false);
        queue.answerLoad();
        Delivery second = queue.get();
        queue.get(false);

        // then the new one is the last, and free of the mark
        assertEquals(
                List.of("get: got m5 again, 2 remain", "get: got m9 again, 1 remain", "get: got m10, 0 remain"),
                queue.effects.take());
        assertEquals(9, second.position());
    }
}
