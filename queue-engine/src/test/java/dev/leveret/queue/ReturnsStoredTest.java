package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Delivery;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the store is told of messages of a quorum queue that come back, and what it tells after a start. */
class ReturnsStoredTest {

    /** Of messages without a priority. */
    private static final int PRIORITY = 4;

    private final TestQueue queue = TestQueue.durableWith(FieldTable.builder().put("x-queue-type", "quorum").build());
    private final MemoryQueueStore store = queue.keeping.stores().get(PRIORITY);

    private void giveBackTwice(String... names) {
        queue.publish(names);
        for (int i = 0; i < 2 * names.length; i++) {
            queue.settle(queue.get(), Outcome.REQUEUE, null);
        }
    }

    @Test
    void eachReturnIsNoted() {
        giveBackTwice("m1");
        assertEquals(Map.of(0L, 2), store.returns);
    }

    @Test
    void whatLeavesIsForgotten() {
        // given two messages that came back
        queue.publish("m1", "m2");
        Delivery first = queue.get();
        Delivery second = queue.get();
        queue.settle(first, Outcome.REQUEUE, null);
        queue.settle(second, Outcome.FAIL, null);
        assertEquals(Map.of(0L, 1, 1L, 1), store.returns);
        // when one is acknowledged and the other one purged
        queue.settle(queue.get(), Outcome.ACK, null);
        queue.purge();
        // then
        assertEquals(Map.of(), store.returns);
    }

    @Test
    void deletedQueueForgetsThoseThatAreWithConsumersToo() {
        giveBackTwice("m1");
        queue.get();
        queue.delete();
        assertEquals(Map.of(), store.returns);
    }

    @Test
    void classicQueueNotesNothing() {
        var classic = TestQueue.durableOne().publishPersistent("m1");
        classic.settle(classic.get(), Outcome.REQUEUE, null);
        assertEquals(Map.of(), classic.store.returns);
    }

    @Test
    void countsGoOnAfterAStart() {
        // given three messages after a start: one came back three times, one may have been delivered, one not
        queue.actor.recoverReturns(PRIORITY, Map.of(0L, 3));
        queue.actor.recover(PRIORITY, 1, RecoveredRange.NONE);
        for (long position = 0; position < 3; position++) {
            var message = TestMessages.transientOne("m" + position);
            queue.actor.recover(PRIORITY, position, message, store.append(position, message, null));
        }
        queue.actor.resumeAt(PRIORITY, 3);
        queue.handle(new QueueCommand.Reserved(PRIORITY, 100));
        // when they are delivered
        // then
        assertEquals(3, queue.get().returns());
        assertEquals(1, queue.get().returns());
        assertEquals(0, queue.get().returns());
    }

    @Test
    void countsOfWhatIsOutOfMemoryComeWithIt() {
        // given two stored messages, out of memory after a start
        for (long position = 0; position < 2; position++) {
            store.append(position, TestMessages.transientOne("m" + position), null);
        }
        queue.keeping.allPages().get(PRIORITY).recovered(0, 1);
        queue.actor.recoverReturns(PRIORITY, Map.of(1L, 3));
        queue.actor.recover(PRIORITY, -1, new RecoveredRange(0, 1, 2, 0, Long.MAX_VALUE));
        queue.actor.resumeAt(PRIORITY, 2);
        queue.subscribe("c");
        // when they are read
        queue.handle(queue.keeping.allPages().get(PRIORITY).answer(1));
        queue.handle(new QueueCommand.Reserved(PRIORITY, 100));
        queue.deliver();
        // then
        assertEquals(0, queue.delivered("m0").returns());
        assertEquals(3, queue.delivered("m1").returns());
    }
}
