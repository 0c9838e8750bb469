package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.queue.port.RecoveredRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages leave at the head of their queue when their time is over, and are never delivered after that. */
class MessageTtlTest {

    @Test
    void aMessageExpiresWhenItsQueueSaysSo() {
        // given a message in a queue that keeps messages for 100 ms
        TestQueue queue = TestQueue.with("x-message-ttl", 100).publish("m1");
        // when 99 ms pass, it is still there
        queue.advance(99).inspect();
        // and after one more it is not
        queue.advance(1).inspect();
        // then
        assertEquals(List.of("inspect: 1 ready, 0 consumers", "inspect: 0 ready, 0 consumers"), queue.effects.take());
    }

    @Test
    void aMessageExpiresWhenItSaysSoItself() {
        TestQueue queue = TestQueue.transientOne().publish(TestMessages.expiringOne("m1", "100"));
        queue.advance(100).get(true);
        assertEquals(List.of("get: empty"), queue.effects.take());
    }

    @Test
    void theShorterTimeCounts() {
        for (String own : List.of("50", "200")) {
            // given a message with a time of its own
            TestQueue queue = TestQueue.with("x-message-ttl", 100).publish(TestMessages.expiringOne("m1", own));
            // when
            long wakeAt = queue.effects.wakeAtMillis;
            // then
            assertEquals(queue.now + Math.min(100, Long.parseLong(own)), wakeAt);
        }
    }

    @Test
    void anExpiredMessageBehindOneThatIsNotWaitsAndCounts() {
        // given a message that expires between two that do not
        TestQueue queue = TestQueue.transientOne().publish("m1").publish(TestMessages.expiringOne("m2", "10")).publish("m3");
        // when its time is over, and the first is taken
        queue.advance(1_000).inspect();
        queue.get(true);
        queue.get(true);
        // then it goes as soon as it is at the head
        assertEquals(
                List.of("inspect: 3 ready, 0 consumers", "get: got m1, 1 remain", "get: got m3, 0 remain"),
                queue.effects.take());
    }

    @Test
    void anExpiredMessageIsNotDeliveredThoughNoTickHasCome() {
        // given an expired message, one that is not, and no tick
        TestQueue queue = TestQueue.transientOne().publish(TestMessages.expiringOne("m1", "10")).publish("m2");
        queue.now += 10;
        // when a consumer comes
        queue.subscribe("c1");
        // then it gets the other
        assertEquals(List.of("consume: subscribed c1", "c1 <- m2"), queue.deliver());
    }

    @Test
    void oneTimerServesTheWholeQueue() {
        // given many messages with times of their own, the first to go last
        TestQueue queue = TestQueue.transientOne();
        for (int i = 0; i < 100; i++) {
            queue.publish(TestMessages.expiringOne("m" + i, String.valueOf(1_000 - i)));
        }
        // when the first has gone, all have
        queue.advance(1_000).inspect();
        // then
        assertEquals(1, queue.effects.wakeUpsAsked);
        assertEquals(List.of("inspect: 0 ready, 0 consumers"), queue.effects.take());
    }

    @Test
    void queuesWithoutTimesAskForNoTick() {
        TestQueue queue = TestQueue.durableOne().publish("m1", "m2").publishPersistent("m3");
        queue.subscribe("c1");
        queue.deliver();
        queue.settle("m1", Outcome.REQUEUE);
        queue.handle(new QueueCommand.Tick());
        assertEquals(0, queue.effects.wakeUpsAsked);
    }

    @Test
    void zeroMeansNowOrNever() {
        // given a consumer that takes two
        TestQueue queue = TestQueue.with("x-message-ttl", 0);
        queue.subscribe("c1", 2);
        queue.quietly();
        // when three come in one turn
        queue.publish("m1", "m2", "m3");
        // then it has two at once, and the third is gone
        assertEquals(List.of("c1 <- m1", "c1 <- m2"), queue.effects.take());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void zeroDoesNotOvertakeWhatWaits() {
        // given a message that is about to be delivered
        TestQueue queue = TestQueue.transientOne();
        queue.subscribe("c1");
        queue.quietly().publish("m1");
        // when one comes that cannot wait
        queue.publish(TestMessages.expiringOne("m2", "0"));
        // then
        assertEquals(List.of("c1 <- m1", "c1 <- m2"), queue.effects.take());
    }

    @Test
    void anExpiredMessageThatComesBackIsGone() {
        // given a delivered message whose time is over
        TestQueue queue = TestQueue.with("x-message-ttl", 100).publish("m1", "m2");
        queue.subscribe("c1", 1);
        queue.deliver();
        queue.advance(100);
        // when it is requeued
        queue.settle("m1", Outcome.REQUEUE);
        // then nobody gets it, nor the other
        assertEquals(List.of(), queue.deliver());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void anUnackedMessageIsNotTakenAway() {
        TestQueue queue = TestQueue.with("x-message-ttl", 100).publish("m1");
        queue.get();
        queue.advance(1_000);
        assertEquals(1, queue.actor.unackedCount());
    }

    @Test
    void theStoreForgetsWhatExpires() {
        // given a persistent message with a time to live
        TestQueue queue = TestQueue.durableOne();
        queue.publish(TestMessages.persistently(TestMessages.expiringOne("m1", "10")));
        assertEquals(List.of("m1"), queue.store.names());
        // when it is over
        queue.advance(10);
        // then
        assertEquals(List.of(), queue.store.names());
    }

    @Test
    void purgeAndDeleteDoNotCountWhatIsOver() {
        TestQueue queue = TestQueue.transientOne().publish(TestMessages.expiringOne("m1", "10")).publish("m2");
        queue.now += 10;
        queue.purge();
        queue.publish(TestMessages.expiringOne("m3", "10"));
        queue.now += 10;
        queue.delete(false, true);
        assertEquals(List.of("purge: purged 1", "delete: deleted 0"), queue.effects.take());
        assertEquals(Long.MAX_VALUE, queue.effects.wakeAtMillis);
    }

    @Test
    void messagesOutOfMemoryExpireToo() {
        // given three messages, of which the last two are out of memory
        TestQueue queue = TestQueue.with("x-message-ttl", 100).publish("m1", "m2");
        queue.advance(50).publish("m3").pageOut(1);
        assertEquals(2, queue.pages.count());
        // when the first two are over, the second has to be read
        queue.advance(50).answerLoad();
        // then the third is left, and goes in its time
        assertEquals(1, queue.actor.readyCount());
        queue.advance(49);
        assertEquals(1, queue.actor.readyCount());
        queue.advance(1);
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void nothingIsReadBeforeItsTime() {
        TestQueue queue = TestQueue.with("x-message-ttl", 100).publish("m1", "m2").pageOut(0);
        queue.advance(99);
        assertEquals(null, queue.pages.question());
    }

    @Test
    void afterAStartDeadlinesAreWhatTheyWere() {
        // given a queue that comes back with two messages that nobody has read
        TestQueue queue = TestQueue.durableOne();
        queue.store.append(0, TestMessages.expiringOne("m1", "100").arrivedAt(queue.now), null);
        queue.store.append(1, TestMessages.expiringOne("m2", "200").arrivedAt(queue.now), null);
        queue.pages.recovered(0, 1);
        queue.actor.recover(0, -1, new RecoveredRange(0, 1, 2, queue.now, queue.now + 100));
        queue.actor.resumeAt(0, 2);
        queue.handle(new QueueCommand.Tick());
        // when time goes on
        queue.advance(99);
        assertEquals(null, queue.pages.question());
        queue.advance(1).answerLoad();
        // then one is over and the other is not
        assertEquals(1, queue.actor.readyCount());
        assertEquals(queue.now + 100, queue.effects.wakeAtMillis);
    }
}
