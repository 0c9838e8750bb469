package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No stored message is delivered beyond the mark that the store has noted. */
class DeliveryMarkTest {

    private static final long FIRST = QueueStore.RESERVED_FIRST;

    private final TestQueue queue = TestQueue.durableOne();

    @Test
    void aStoredMessageBeyondTheMarkWaitsForANewOne() {
        // given a consumer, and a queue that is just before its mark
        queue.subscribe("c1");
        queue.quietly();
        queue.actor.resumeAt(0, FIRST);

        // when two messages arrive
        queue.publishPersistent("m0", "m1");

        // then the second waits until there is a new mark
        assertEquals(List.of("c1 <- m0"), queue.deliver());
        queue.grant();
        assertEquals(List.of("c1 <- m1"), queue.deliver());
    }

    @Test
    void aMarkIsAskedForOnce() {
        // given a stored message beyond the mark
        queue.actor.resumeAt(0, FIRST + 1);
        queue.publishPersistent("m0");
        assertEquals(List.of(), queue.effects.marks);

        // when somebody wants it, and time passes
        queue.subscribe("c1");
        queue.deliver();
        queue.publishPersistent("m1");
        queue.handle(new QueueCommand.Tick());

        // then one mark was asked for, and it is beyond both
        assertEquals(1, queue.effects.marks.size());
        assertTrue(queue.effects.marks.getFirst() > FIRST + 2);
    }

    @Test
    void anOlderMarkDoesNotTakeBackANewerOne() {
        // given a queue with a new mark
        queue.actor.resumeAt(0, FIRST + 1);
        queue.publishPersistent("m0").subscribe("c1");
        queue.grant();

        // when an older one is granted once more
        queue.handle(new QueueCommand.Reserved(0, FIRST));

        // then that does not matter
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0"), queue.deliver());
    }

    @Test
    void transientMessagesNeedNoMark() {
        // given a consumer, and a queue beyond its mark
        queue.subscribe("c1");
        queue.quietly();
        queue.actor.resumeAt(0, FIRST + 1);

        // when a transient message arrives
        queue.publish("m0");

        // then it is delivered, and nothing asked for
        assertEquals(List.of("c1 <- m0"), queue.deliver());
        assertEquals(List.of(), queue.effects.marks);
    }

    @Test
    void aTransientMessageDoesNotOvertakeAStoredOneThatWaits() {
        // given a stored message beyond the mark and a transient one behind it
        queue.actor.resumeAt(0, FIRST + 1);
        queue.publishPersistent("m0").publish("m1").subscribe("c1");

        // when a turn runs before there is a new mark, and one after that
        // then both wait for it
        assertEquals(List.of("consume: subscribed c1"), queue.deliver());
        queue.grant();
        assertEquals(List.of("c1 <- m0", "c1 <- m1"), queue.deliver());
    }

    @Test
    void aSteadyFlowToAConsumerNeverWaits() {
        // given a consumer whose socket takes everything
        var consumer = queue.subscribeNoAck("c1");
        queue.quietly();

        // when each mark is granted some thousands of messages after it was asked for
        aSteadyFlowNeverWaits(() -> {
            assertEquals(List.of("c1 <- m"), queue.deliver());
            int size = queue.effects.deliveries.removeLast().message().size();
            queue.handle(new QueueCommand.CreditReturned(consumer, size));
        });
    }

    @Test
    void aSteadyFlowOfGetsNeverWaits() {
        aSteadyFlowNeverWaits(() -> {
            queue.get(true);
            assertEquals(List.of("get: got m, 0 remain"), queue.effects.take());
        });
    }

    private void aSteadyFlowNeverWaits(Runnable takeOne) {
        record Asked(long mark, int when) {}

        var asked = new ArrayDeque<Asked>();
        for (int i = 0; i < 100_000; i++) {
            queue.publishPersistent("m");
            takeOne.run();
            while (!queue.effects.marks.isEmpty()) {
                asked.add(new Asked(queue.effects.marks.removeFirst(), i));
            }
            if (!asked.isEmpty() && asked.peek().when < i - 8_000) {
                queue.handle(new QueueCommand.Reserved(0, asked.remove().mark));
            }
        }
    }

    @Test
    void aMarkThatIsRefusedIsAskedForAgain() {
        // given a queue that has asked for a mark
        while (queue.effects.marks.isEmpty()) {
            queue.publishPersistent("m");
            queue.get(true);
        }
        long asked = queue.effects.marks.removeFirst();
        // when the disk meets an error
        queue.handle(new QueueCommand.ReserveRefused(0));
        // then it asks for the same once more
        assertEquals(asked, queue.effects.marks.removeFirst());
    }

    @Test
    void aRecoveredQueueStartsAtItsMark() {
        // given a queue that may have delivered its first message before the start
        queue.actor.recover(0, 0, RecoveredRange.NONE);
        for (int position = 0; position < 2; position++) {
            var message = TestMessages.persistentOne("m" + position);
            queue.actor.recover(0, position, message, queue.store.append(position, message, null));
        }
        queue.actor.resumeAt(0, 2);

        // when a consumer comes
        queue.subscribe("c1");

        // then it gets that one, and the other one when there is a new mark
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0 again"), queue.deliver());
        queue.grant();
        assertEquals(List.of("c1 <- m1"), queue.deliver());
    }

    @Test
    void aStopTellsTheHighestThatWasDelivered() {
        // given a queue that has delivered two of three stored messages, and got the first one back
        queue.publishPersistent("m0", "m1", "m2");
        var first = queue.get();
        queue.get();
        queue.settle(first, Outcome.REQUEUE, null);
        queue.get();

        // when the broker stops
        queue.handle(new QueueCommand.Stop());

        // then the second one is the mark
        assertEquals(1, queue.store.noted());
    }

    @Test
    void aStopOfAQueueThatHasDeliveredNothingTellsSo() {
        // given a queue that has delivered a transient message only
        queue.publish("m0").publishPersistent("m1").get(true);

        // when the broker stops
        queue.handle(new QueueCommand.Stop());

        // then no stored message counts as delivered
        assertEquals(-1, queue.store.noted());
    }

    @Test
    void aStopOfARecoveredQueueTellsItsOldMarkAtLeast() {
        // given a queue that may have delivered up to 7 before the start, and nothing since
        queue.actor.recover(0, 7, RecoveredRange.NONE);

        // when the broker stops
        queue.handle(new QueueCommand.Stop());

        // then it still may have
        assertEquals(7, queue.store.noted());
    }

    @Test
    void aQueueWithoutAStoreHasNothingToTell() {
        // given a transient queue that has delivered a message, and a durable one that is deleted
        var withoutStore = TestQueue.transientOne().publish("m0");
        withoutStore.get();
        queue.delete();

        // when the broker stops
        withoutStore.handle(new QueueCommand.Stop());
        queue.handle(new QueueCommand.Stop());

        // then neither store, which would refuse it, was asked
        assertEquals(FIRST, queue.store.noted());
    }
}
