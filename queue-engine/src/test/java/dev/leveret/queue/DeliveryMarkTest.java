package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a crash brings back counts as redelivered if it may have been delivered, and if somebody took something of its queue. */
class DeliveryMarkTest {

    private final TestQueue queue = TestQueue.withLateMarks();

    /** Kills the broker, and starts it again with all that the store has been asked to keep. */
    private static TestQueue afterCrash(TestQueue before) {
        var after = TestQueue.after(before).lateMarks();
        after.actor.recover(0, before.store.noted(), RecoveredRange.NONE);
        before.store.messages.forEach((position, stored) -> after.actor.recover(0, position, stored.message(), stored));
        after.actor.resumeAt(0, before.store.lastPosition() + 1);
        return after;
    }

    @Test
    void whatWasNeverDeliveredComesBackAsNew() {
        // given messages in a queue that nobody has taken anything of
        queue.publishPersistent("m0", "m1");

        // when the broker is killed and started again
        var after = afterCrash(queue);

        // then they are as new
        assertEquals(List.of(), queue.effects.marks);
        after.subscribe("c1");
        after.grant();
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0", "c1 <- m1"), after.deliver());
    }

    @Test
    void aConsumerAloneMarksNothing() {
        // given a consumer of an empty queue, which goes before a message comes
        var consumer = queue.subscribe("c1");
        queue.deliver();
        queue.cancel(consumer);
        queue.publishPersistent("m0");

        // when a turn runs
        queue.deliver();

        // then nothing counts as delivered
        assertEquals(List.of(), queue.effects.marks);
    }

    @Test
    void aMessageThatWasThereBeforeItsConsumerWaitsForTheMark() {
        // given two messages
        queue.publishPersistent("m0", "m1");

        // when a consumer comes
        queue.subscribe("c1");

        // then it gets them when the mark is durable, and not before
        assertEquals(List.of("consume: subscribed c1"), queue.deliver());
        queue.grant();
        assertEquals(List.of("c1 <- m0", "c1 <- m1"), queue.deliver());
    }

    @Test
    void aMessageThatAConsumerWaitsForComesAtOnce() {
        // given a consumer
        queue.subscribe("c1");
        queue.quietly();

        // when a message arrives
        queue.publishPersistent("m0");

        // then it is delivered, and the store was asked for the mark before it was given the message
        assertEquals(List.of("c1 <- m0"), queue.deliver());
        assertTrue(queue.store.noted() >= 0);
        assertEquals(-1, queue.store.lastPositionAtMark());
    }

    @Test
    void whatCameBetweenTwoMarksWaitsForTheSecond() {
        // given a queue with a mark, which its consumer has left behind, and a message far beyond it
        var consumer = queue.subscribeNoAck("c1");
        queue.publishPersistent("m0");
        queue.quietly();
        queue.cancel(consumer);
        long mark = queue.effects.marks.removeFirst().position();
        queue.actor.resumeAt(0, mark + 1);
        queue.publishPersistent("m1");
        queue.effects.take();

        // when another one comes, and a message for it
        queue.subscribe("c2");
        queue.publishPersistent("m2");

        // then both wait for a mark beyond the first of them
        assertEquals(List.of("consume: subscribed c2"), queue.deliver());
        queue.grant();
        assertEquals(List.of("c2 <- m1", "c2 <- m2"), queue.deliver());
    }

    @Test
    void aMarkIsAskedForOnce() {
        // given a stored message
        queue.publishPersistent("m0");
        assertEquals(List.of(), queue.effects.marks);

        // when somebody wants it, and time passes
        queue.subscribe("c1");
        queue.deliver();
        queue.publishPersistent("m1");
        queue.handle(new QueueCommand.Tick());

        // then one mark was asked for, and it is beyond both
        assertEquals(1, queue.effects.marks.size());
        assertTrue(queue.effects.marks.getFirst().position() > 2);
    }

    @Test
    void anOlderMarkDoesNotTakeBackANewerOne() {
        // given a queue with a mark
        queue.publishPersistent("m0").subscribe("c1");
        queue.grant();

        // when an older one is granted once more
        queue.handle(new QueueCommand.Reserved(0, QueueStore.NOTHING_DELIVERED));

        // then that does not matter
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0"), queue.deliver());
    }

    @Test
    void transientMessagesNeedNoMark() {
        // given a transient message
        queue.publish("m0");

        // when a consumer comes
        queue.subscribe("c1");

        // then it is delivered, and nothing asked for
        assertEquals(List.of("consume: subscribed c1", "c1 <- m0"), queue.deliver());
        queue.publish("m1");
        assertEquals(List.of("c1 <- m1"), queue.deliver());
        assertEquals(List.of(), queue.effects.marks);
    }

    @Test
    void aTransientMessageDoesNotOvertakeAStoredOneThatWaits() {
        // given a stored message and a transient one behind it
        queue.publishPersistent("m0").publish("m1").subscribe("c1");

        // when a turn runs before there is a mark, and one after that
        // then both wait for it
        assertEquals(List.of("consume: subscribed c1"), queue.deliver());
        queue.grant();
        assertEquals(List.of("c1 <- m0", "c1 <- m1"), queue.deliver());
    }

    @Test
    void whatIsForNowOrNeverDoesNotWaitForAMark() {
        // given a durable queue whose messages are for now or never, and a consumer
        var hasty = TestQueue.durableWith(FieldTable.of("x-message-ttl", new FieldValue.Int32(0))).lateMarks();
        hasty.subscribe("c1");
        hasty.quietly();

        // when messages arrive
        hasty.publishPersistent("m0", "m1");

        // then it gets them
        assertEquals(List.of("c1 <- m0", "c1 <- m1"), hasty.deliver());
    }

    @Test
    void aBurstFindsAShortQueueWithAConsumerNeverFull() {
        // given a durable queue for one message, and a consumer without a limit
        var shortOne = TestQueue.durableWith(FieldTable.of("x-max-length", new FieldValue.Int32(1))).lateMarks();
        shortOne.subscribe("c1");
        shortOne.quietly();

        // when more arrive in one turn than the first marks are ahead
        for (int i = 0; i < 600; i++) {
            shortOne.publishPersistent("m");
        }

        // then it gets them all
        assertEquals(600, shortOne.deliver().size());
    }

    @Test
    void aConsumerThatWaitsNeverWaitsForTheDisk() {
        // given a consumer whose socket takes everything
        var consumer = queue.subscribeNoAck("c1");
        queue.quietly();

        // when no mark is ever granted
        for (int i = 0; i < 100_000; i++) {
            queue.publishPersistent("m");
            assertEquals(List.of("c1 <- m"), queue.deliver());
            int size = queue.effects.deliveries.removeLast().message().size();
            queue.handle(new QueueCommand.CreditReturned(consumer, size));
        }

        // then few were asked for
        assertTrue(queue.effects.marks.size() < 30, "marks: " + queue.effects.marks);
    }

    @Test
    void getsSoonFindTheNextMarkInGoodTime() {
        // given a backlog
        for (int i = 0; i < 50_000; i++) {
            queue.publishPersistent("m");
        }

        // when it is taken one by one, and each mark granted when a fourth of it has been used up
        int waited = 0;
        long granted = 0;
        for (long i = 0; i < 50_000; i++) {
            queue.get(true);
            if (queue.effects.take().isEmpty()) {
                waited++;
                granted = grantNext(i);
                assertEquals(List.of("get: got m, " + (49_999 - i) + " remain"), queue.effects.take());
            }
            if (!queue.effects.marks.isEmpty() && i > granted + (queue.effects.marks.getFirst().position() - granted) / 4) {
                granted = grantNext(i);
            }
        }

        // then only the first one has waited
        assertEquals(1, waited);
    }

    private long grantNext(long position) {
        queue.handle(queue.effects.marks.removeFirst());
        return position;
    }

    @Test
    void aMarkIsNeverFarAheadOfWhatWasDelivered() {
        // given a backlog
        for (int i = 0; i < 2_000; i++) {
            queue.publishPersistent("m");
        }

        // when some of it is taken, one by one
        // then what would come back as redelivered without cause is a few hundred messages, or three times what was taken
        for (int taken = 1; taken < 2_000; taken++) {
            queue.get(true);
            queue.grant();
            queue.effects.take();
            int count = taken;
            long noted = queue.store.noted();
            assertTrue(noted <= Math.max(256, 5L * taken), () -> noted + " after " + count);
        }
    }

    @Test
    void aMarkThatIsRefusedIsAskedForAgain() {
        // given a queue that has asked for a mark
        while (queue.effects.marks.isEmpty()) {
            queue.publishPersistent("m");
            queue.get(true);
        }
        var asked = queue.effects.marks.removeFirst();
        // when the disk meets an error
        queue.handle(new QueueCommand.ReserveRefused(0));
        // then it asks for the same once more
        assertEquals(asked, queue.effects.marks.removeFirst());
    }

    @Test
    void aDeletedQueueAsksForNoMarkAgain() {
        // given a queue that has asked for a mark, and is deleted before it is durable
        queue.subscribe("c1");
        queue.publishPersistent("m0");
        queue.effects.marks.clear();
        queue.delete();

        // when the disk meets an error
        queue.handle(new QueueCommand.ReserveRefused(0));

        // then nothing is asked of the store, which has forgotten the queue
        assertEquals(List.of(), queue.effects.marks);
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
    void aStopTellsOfWhatIsDeliveredWithIt() {
        // given somebody who waits for the mark of a message that will be over, and a message behind it that needs no other
        var hasty = TestQueue.durableWith(FieldTable.EMPTY).lateMarks();
        hasty.publish(TestMessages.persistently(TestMessages.expiringOne("m0", "10")));
        hasty.get(false);
        hasty.subscribe("c1");
        hasty.publishPersistent("m1");

        // when the broker stops at that time
        hasty.now += 10;
        hasty.handle(new QueueCommand.Stop());

        // then he has had the second one, and the mark says so
        assertEquals(List.of("consume: subscribed c1", "get: got m1, 0 remain"), hasty.effects.take());
        assertEquals(1, hasty.store.noted());
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
        assertEquals(QueueStore.NOTHING_DELIVERED, queue.store.noted());
    }
}
