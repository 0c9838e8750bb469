package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.death.DeadLetter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which messages become dead letters, and when they leave their queue. RabbitMQ's page "Dead Letter Exchanges". */
class DeadLetteringTest {

    private static FieldTable.Builder toDlx() {
        return FieldTable.builder().put("x-dead-letter-exchange", "dlx");
    }

    @Test
    void aRejectedMessageIsADeadLetter() {
        // given a message that somebody has
        var queue = TestQueue.with(toDlx().build()).publish("m1");
        queue.subscribe("c");
        queue.quietly();

        // when it is rejected
        queue.settle("m1", Outcome.DISCARD);

        // then it goes to the exchange with the key that it had
        assertEquals(List.of("m1 rejected to dlx/" + TestMessages.transientOne("m1").address().routingKey()), queue.deliver());
        assertEquals(0, queue.actor.unackedCount());
    }

    @Test
    void anExpiredMessageIsADeadLetter() {
        var queue = TestQueue.with(toDlx().put("x-message-ttl", 10).put("x-dead-letter-routing-key", "k").build())
                .publish("m1");

        queue.advance(10);

        assertEquals(List.of("m1 expired to dlx/k"), queue.effects.take());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void whatIsPurgedOrDeletedIsNone() {
        // given a queue with messages
        var queue = TestQueue.with(toDlx().build()).publish("m1", "m2");

        // when it is purged, and with new ones deleted
        queue.purge();
        queue.publish("m3");
        queue.delete();

        // then nothing has died
        assertTrue(queue.effects.letters.isEmpty());
    }

    @Test
    void anAcknowledgedMessageIsNone() {
        var queue = TestQueue.with(toDlx().build()).publish("m1");
        queue.subscribe("c");
        queue.quietly();

        queue.settle("m1", Outcome.ACK);

        assertTrue(queue.effects.letters.isEmpty());
    }

    @Test
    void aLetterIsInTheStoreUntilItDeparts() {
        // given a stored message that expires
        var queue = TestQueue.durableWith(toDlx().put("x-message-ttl", 10).build()).publishPersistent("m1");
        queue.advance(10);
        DeadLetter letter = queue.effects.letters.getFirst();
        assertEquals(1, queue.store.messages.size());

        // when its letter departs
        queue.handle(new QueueCommand.Depart(letter.source(), null));

        // then it is not there any more
        assertEquals(0, queue.store.messages.size());
    }

    @Test
    void aLetterOfADeletedQueueMayStillDepart() {
        // given a letter whose queue is deleted
        var queue = TestQueue.durableWith(toDlx().put("x-message-ttl", 10).build()).publishPersistent("m1");
        queue.advance(10);
        queue.delete();
        var unit = TestQueue.unitOf(2);

        // when it departs
        queue.handle(new QueueCommand.Depart(queue.effects.letters.getFirst().source(), unit));

        // then the unit has its part, which says what it takes away: it follows the unit that has brought it
        assertEquals(1, queue.store.partsOf(unit));
        assertEquals(List.of(0L), queue.store.removedLate);
    }

    @Test
    void aLetterOfADeletedQueueThatGoesNowhereIsNotRemovedOnceMore() {
        // given a letter whose queue is deleted
        var queue = TestQueue.durableWith(toDlx().put("x-message-ttl", 10).build()).publishPersistent("m1");
        queue.advance(10);
        queue.delete();

        // when it departs, and nobody waits for that
        queue.handle(new QueueCommand.Depart(queue.effects.letters.getFirst().source(), null));

        // then there is nothing to tell the store
        assertEquals(List.of(), queue.store.removedLate);
    }

    @Test
    void nothingElseDiesOrIsDeliveredWhileTooManyLettersWait() {
        // given as many letters as may wait, and two messages more
        var queue = TestQueue.with(toDlx().build());
        for (int i = 0; i < 10_000; i++) {
            queue.publish(TestMessages.expiringOne("m" + i, "5"));
        }
        queue.advance(5);
        while (queue.effects.letters.size() < 10_000) {
            queue.handle(new QueueCommand.Tick());
        }
        queue.publish(TestMessages.expiringOne("late", "5")).publish("last");
        queue.advance(5);
        queue.subscribe("c");
        queue.effects.take();

        // when deliveries are due, then nobody gets any
        assertEquals(List.of(), queue.deliver());
        assertEquals(10_000, queue.effects.letters.size());

        // when a letter departs, then the queue goes on
        queue.handle(new QueueCommand.Depart(queue.effects.letters.getFirst().source(), null));
        queue.handle(new QueueCommand.Depart(queue.effects.letters.get(1).source(), null));
        assertEquals(
                List.of("late expired to dlx/" + TestMessages.transientOne("m").address().routingKey(), "c <- last"),
                queue.deliver());
    }
}
