package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Persistent messages of a durable queue are stored until they are settled; units get all their parts. */
class StoringTest {

    private final TestQueue queue = TestQueue.durableOne();

    @Test
    void persistentMessagesAreStoredInOrderUntilTheyAreSettled() {
        // given a durable queue with three persistent messages and a consumer
        queue.publishPersistent("m1", "m2", "m3");
        queue.subscribe("c1");
        queue.quietly();
        assertEquals(List.of("m1", "m2", "m3"), queue.store.names());

        // when one is acknowledged, one discarded and one returned
        queue.settle("m1", Outcome.ACK);
        queue.settle("m2", Outcome.DISCARD);
        queue.settle("m3", Outcome.REQUEUE);

        // then only the returned one is still stored
        assertEquals(List.of("m3"), queue.store.names());
    }

    @Test
    void aNoAckDeliveryIsRemovedWhenItIsSent() {
        // given a consumer that does not acknowledge
        queue.subscribeNoAck("c1");

        // when it is given a persistent message
        queue.publishPersistent("m1").quietly();

        // then it is stored no longer
        assertEquals(List.of(), queue.store.names());
    }

    @Test
    void transientMessagesAreNotStored() {
        // given a durable queue
        // when transient and persistent messages arrive
        queue.publish("m1").publishPersistent("m2").publish("m3");

        // then only the persistent one is stored
        assertEquals(List.of("m2"), queue.store.names());
    }

    @Test
    void aQueueThatIsNotDurableStoresNothing() {
        // given a transient queue, whose store refuses everything
        var queue = TestQueue.transientOne();

        // when a persistent message goes through it, and others are purged and deleted
        queue.publishPersistent("m1", "m2", "m3");
        queue.settle(queue.get(), Outcome.ACK, null);
        queue.purge();
        queue.delete();

        // then the store was never asked
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void anExclusiveQueueIsNeverDurable() {
        // given settings of an exclusive queue that was declared durable
        var settings = new QueueSettings("/", "q", true, true, false, FieldTable.EMPTY);

        // when its durability is asked for
        // then it ends with its connection, so no
        assertEquals(false, settings.durable());
    }

    @Test
    void everyPublishContributesItsPart() {
        // given a unit of three publishes
        DurableUnit unit = TestQueue.unitOf(3);

        // when a persistent and a transient message arrive, and one after the queue's deletion
        queue.handle(new QueueCommand.Enqueue(TestMessages.persistentOne("m1"), unit));
        queue.handle(new QueueCommand.Enqueue(TestMessages.transientOne("m2"), unit));
        queue.delete();
        queue.handle(new QueueCommand.Enqueue(TestMessages.persistentOne("m3"), unit));

        // then the unit is complete
        assertEquals(3, queue.store.partsOf(unit));
    }

    @Test
    void everySettledDeliveryContributesItsPartWhateverItsOutcome() {
        // given a stored, a transient, a returned and a settled delivery
        queue.publishPersistent("m1").publish("m2").publishPersistent("m3", "m4");
        Delivery[] all = {queue.get(), queue.get(), queue.get(), queue.get()};
        queue.settle(all[3], Outcome.ACK, null);
        DurableUnit acknowledged = TestQueue.unitOf(3);
        DurableUnit returned = TestQueue.unitOf(1);

        // when they are settled with units
        queue.settle(all[2], Outcome.REQUEUE, returned);
        Delivery[] rest = {all[0], all[1], all[3]};
        queue.handle(new QueueCommand.Settle(rest, Outcome.ACK, acknowledged));

        // then both units are complete
        assertEquals(3, queue.store.partsOf(acknowledged));
        assertEquals(1, queue.store.partsOf(returned));
        assertEquals(List.of("m3"), queue.store.names());
    }

    @Test
    void whatIsUnackedWhenTheQueueIsDeletedNeedsNoRemoval() {
        // given an unacked stored message of a deleted queue
        queue.publishPersistent("m1");
        Delivery unacked = queue.get();
        queue.delete();
        DurableUnit unit = TestQueue.unitOf(1);

        // when it is acknowledged
        queue.settle(unacked, Outcome.ACK, unit);

        // then the unit has its part, and the store of the deleted queue was not touched
        assertEquals(1, queue.store.partsOf(unit));
    }

    @Test
    void aUnitMayNotReachAQueueWithoutAStore() {
        // given a transient queue
        var queue = TestQueue.transientOne();

        // when a unit counts on it by mistake
        // then that is an error at once, and not a confirm that never comes
        DurableUnit unit = TestQueue.unitOf(1);
        var message = TestMessages.persistentOne("m1");
        assertThrows(IllegalStateException.class, () -> queue.actor.enqueue(message, unit, 0));
    }

    @Test
    void aUnitHasAtLeastOnePart() {
        assertThrows(IllegalArgumentException.class, () -> TestQueue.unitOf(0));
    }
}
