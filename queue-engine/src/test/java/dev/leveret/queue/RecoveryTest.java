package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.queue.port.StoredMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue starts with what its store has kept. */
class RecoveryTest {

    private final TestQueue queue = TestQueue.durableOne();

    private StoredMessage recover(long position, String name, boolean redelivered) {
        var message = TestMessages.persistentOne(name);
        StoredMessage stored = queue.store.append(position, message, null);
        queue.actor.recover(position, message, stored, redelivered);
        return stored;
    }

    @Test
    void recoveredMessagesComeFirstAndInOrder() {
        // given two messages that were kept, the first of which somebody had received
        recover(3, "m3", true);
        recover(7, "m7", false);

        // when a new one is published and a consumer comes
        queue.publishPersistent("m8");
        queue.subscribe("c1");

        // then it gets them in order
        assertEquals(
                List.of("consume: subscribed c1", "c1 <- m3 again", "c1 <- m7", "c1 <- m8"), queue.deliver());
    }

    @Test
    void aRecoveredMessageIsRemovedByItsHandle() {
        // given a recovered message
        recover(3, "m3", false);

        // when it is acknowledged
        queue.settle(queue.get(), Outcome.ACK, null);

        // then the store has forgotten it
        assertEquals(List.of(), queue.store.names());
    }

    @Test
    void positionsGoOnWhereTheyHadBeen() {
        // given a queue whose latest messages were settled before the restart
        recover(3, "m3", false);
        queue.actor.resumeAt(100);

        // when a message is published
        queue.publishPersistent("m");

        // then its position was never used before
        assertEquals(100, queue.store.messages.lastKey());
    }

    @Test
    void positionsNeverGoBack() {
        // given a recovered message
        recover(3, "m3", false);

        // when an earlier position is named
        // then that is refused
        var message = TestMessages.persistentOne("m2");
        assertThrows(IllegalArgumentException.class, () -> queue.actor.recover(2, message, null, false));
        assertThrows(IllegalArgumentException.class, () -> queue.actor.resumeAt(3));
    }

    @Test
    void recoveredMessagesAreCountedAndCanBePurged() {
        // given recovered messages
        recover(0, "m0", false);
        recover(1, "m1", true);

        // when the queue is purged
        queue.purge();

        // then all are gone
        assertEquals(List.of("purge: purged 2"), queue.effects.take());
        assertEquals(List.of(), queue.store.names());
    }
}
