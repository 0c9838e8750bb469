package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** queue.purge and queue.delete. */
class PurgeAndDeleteTest {

    private final TestQueue queue = TestQueue.durableOne();

    @Test
    void purgeDropsWhatIsReadyAndKeepsWhatIsUnacked() {
        // given an unacked, a returned and two ready messages
        queue.publishPersistent("m1", "m2", "m3", "m4");
        Delivery unacked = queue.get();
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        queue.quietly();

        // when the queue is purged
        queue.purge();

        // then three are gone, here and in the store, and the unacked one can still be returned
        assertEquals(List.of("purge: purged 3"), queue.effects.take());
        assertEquals(List.of("m1"), queue.store.names());
        queue.settle(unacked, Outcome.REQUEUE, null);
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void deleteTellsHowManyWereReadyAndForgetsAll() {
        // given a ready and an unacked message
        queue.publishPersistent("m1", "m2");
        queue.get();
        queue.quietly();

        // when the queue is deleted
        queue.delete();

        // then only the ready one is counted, and nothing is left
        assertEquals(List.of("delete: deleted 1"), queue.effects.take());
        assertTrue(queue.store.deleted);
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.unackedCount());
    }

    @Test
    void whatWasUnackedIsAcknowledgedInItsUnitAfterAll() {
        // given an unacked message, and one that was acknowledged, of a queue that is deleted
        queue.publishPersistent("m1", "m2");
        Delivery acknowledged = queue.get();
        queue.settle(acknowledged, Outcome.ACK, null);
        Delivery unacked = queue.get();
        queue.delete();

        // when a transaction acknowledges them
        var unit = TestQueue.unitOf(2);
        queue.settle(acknowledged, Outcome.ACK, unit);
        queue.settle(unacked, Outcome.ACK, unit);

        // then it takes away the one, and there are none to count
        assertEquals(2, queue.store.partsOf(unit));
        assertEquals(List.of(1L), queue.store.removedLate);
        assertEquals(0, queue.actor.unackedCount());
        assertEquals(0, queue.actor.unackedBytes());
    }

    @Test
    void deleteCancelsTheConsumersBeforeItIsAnswered() {
        // given two consumers
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.quietly();

        // when the queue is deleted
        queue.delete();

        // then both are told
        assertEquals(
                List.of("c1 is cancelled", "c2 is cancelled", "delete: deleted 0"), queue.effects.take());
        assertEquals(0, queue.actor.consumerCount());
    }

    @Test
    void aQueueInUseIsNotDeletedIfUnusedIsAskedFor() {
        // given a consumer
        queue.subscribe("c1");
        queue.quietly();

        // when
        queue.delete(true, false);

        // then
        assertEquals(List.of("delete: 406 queue 'q' in vhost '/' in use"), queue.effects.take());
        assertEquals(1, queue.actor.consumerCount());
    }

    @Test
    void aQueueWithReadyMessagesIsNotDeletedIfEmptyIsAskedFor() {
        // given a consumer at its limit, and one message more
        queue.subscribe("c1", 1);
        queue.publish("m1", "m2").quietly();

        // when both conditions fail
        queue.delete(true, true);

        // then emptiness is what is complained of, as in RabbitMQ
        assertEquals(List.of("delete: 406 queue 'q' in vhost '/' not empty"), queue.effects.take());
    }

    @Test
    void unackedMessagesDoNotMakeAQueueNonEmpty() {
        // given an unacked message only
        queue.publish("m1");
        queue.get();
        queue.quietly();

        // when
        queue.delete(true, true);

        // then
        assertEquals(List.of("delete: deleted 0"), queue.effects.take());
    }

    @Test
    void whatIsOnItsWayToADeletedQueueIsAcceptedAndForgotten() {
        // given a queue that was deleted under a consumer with an unacked message
        var consumer = queue.subscribe("c1", 1);
        queue.publishPersistent("m1").quietly();
        queue.delete();
        queue.quietly();
        DurableUnit unit = TestQueue.unitOf(2);

        // when late commands arrive
        queue.handle(new QueueCommand.Enqueue(TestMessages.persistentOne("m2"), unit));
        queue.settle(queue.delivered("m1"), Outcome.REQUEUE, unit);
        queue.handle(new QueueCommand.CreditReturned(consumer, 100));
        queue.handle(new QueueCommand.Unblocked(consumer));
        queue.cancel(consumer);

        // then they have no effect, but the unit has its parts
        assertEquals(List.of("cancel: cancelled c1"), queue.deliver());
        assertEquals(2, queue.store.partsOf(unit));
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void aDeletedQueueIsNotFound() {
        // given a deleted queue
        queue.delete();
        queue.quietly();

        // when something is asked of it
        queue.subscribe("c1");
        queue.get(false);
        queue.purge();
        queue.inspect();
        queue.delete();

        // then it is not found; deleting it once more is no error
        assertEquals(
                List.of(
                        "consume: 404 no queue 'q' in vhost '/'",
                        "get: 404 no queue 'q' in vhost '/'",
                        "purge: 404 no queue 'q' in vhost '/'",
                        "inspect: 404 no queue 'q' in vhost '/'",
                        "delete: deleted 0"),
                queue.effects.take());
    }
}
