package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One consumer of a queue gets everything, and when it goes the next one does: x-single-active-consumer. */
class SingleActiveConsumerTest {

    private final TestQueue queue =
            TestQueue.with(FieldTable.of("x-single-active-consumer", new FieldValue.Bool(true)));

    private Consumer subscribe(String tag, long priority) {
        var arguments = FieldTable.of(ConsumerSettings.PRIORITY, new FieldValue.Int64(priority));
        return queue.subscribe(new ConsumerSettings(tag, false, false, 0, Long.MAX_VALUE, arguments), null);
    }

    private List<String> deliver(String... names) {
        queue.quietly();
        queue.publish(names);
        return queue.deliver();
    }

    @Test
    void theFirstConsumerGetsEverything() {
        // given
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.subscribe("c3");
        // when
        List<String> seen = deliver("m1", "m2", "m3");
        // then
        assertEquals(List.of("c1 <- m1", "c1 <- m2", "c1 <- m3"), seen);
    }

    @Test
    void nobodyElseGetsWhatItHasNoRoomFor() {
        // given
        queue.subscribe("c1", 1);
        queue.subscribe("c2");
        // when
        List<String> seen = deliver("m1", "m2");
        // then
        assertEquals(List.of("c1 <- m1"), seen);
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void theNextOneStartsAtOnceAndTheCancelledOneKeepsWhatItHas() {
        // given
        Consumer first = queue.subscribe("c1", 1);
        queue.subscribe("c2");
        deliver("m1", "m2");
        // when
        queue.cancel(first);
        // then
        assertEquals(List.of("cancel: cancelled c1", "c2 <- m2"), queue.deliver());
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        assertEquals(1, queue.actor.unackedCount());
    }

    @Test
    void whatTheCancelledOneGivesBackGoesToTheNextOne() {
        // given
        Consumer first = queue.subscribe("c1");
        queue.subscribe("c2");
        deliver("m1");
        queue.cancel(first);
        queue.quietly();
        // when
        queue.settle("m1", Outcome.REQUEUE);
        // then
        assertEquals(List.of("c2 <- m1 again"), queue.deliver());
    }

    @Test
    void theyFollowInTheOrderInWhichTheyCame() {
        // given
        Consumer first = queue.subscribe("c1");
        Consumer second = queue.subscribe("c2");
        queue.subscribe("c3");
        // when one that waits goes, comes back, and then the first goes
        queue.cancel(second);
        queue.subscribe("c4");
        queue.cancel(first);
        // then
        assertEquals(List.of("c3 <- m1"), deliver("m1"));
    }

    @Test
    void aHigherPriorityTakesOverNotBeforeTheActiveOneGoes() {
        // given
        Consumer first = queue.subscribe("c1");
        queue.subscribe("c2");
        Consumer high = subscribe("high", 5);
        subscribe("high too", 5);
        assertEquals(List.of("c1 <- m1"), deliver("m1"));
        // when
        queue.cancel(first);
        // then
        assertEquals(List.of("high <- m2"), deliver("m2"));
        queue.cancel(high);
        assertEquals(List.of("high too <- m3"), deliver("m3"));
    }

    @Test
    void oneThatWaitsIsNotServedWhenItGetsCredit() {
        // given
        queue.subscribe("c1", 1);
        Consumer waiting = queue.subscribe("c2");
        deliver("m1", "m2");
        // when
        queue.handle(new QueueCommand.CreditReturned(waiting, 0));
        queue.handle(new QueueCommand.Unblocked(waiting));
        queue.handle(new QueueCommand.Brake(true));
        queue.handle(new QueueCommand.Brake(false));
        // then
        assertEquals(List.of(), queue.deliver());
    }

    @Test
    void exclusiveConsumersAreRefused() {
        // when
        queue.subscribeExclusive("c1");
        queue.subscribe("c2");
        queue.subscribeExclusive("c3");
        // then
        String refused = "consume: 403 queue 'q' in vhost '/' in exclusive use";
        assertEquals(List.of(refused, "consume: subscribed c2", refused), queue.deliver());
    }

    @Test
    void basicGetIsRefused() {
        // given
        queue.publish("m1");
        // when
        queue.get(true);
        // then
        assertEquals(
                List.of("get: 405 cannot obtain access to locked queue 'q' in vhost '/'. basic.get operations are not"
                        + " supported by classic queues with single active consumer"),
                queue.deliver());
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void deletingTheQueueCancelsThemAll() {
        // given
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.quietly();
        // when
        queue.delete();
        // then
        assertEquals(List.of("c1 is cancelled", "c2 is cancelled", "delete: deleted 0"), queue.effects.take());
    }

    @Test
    void withoutTheArgumentBeingTrueTheyTakeTurns() {
        // given
        TestQueue plain = TestQueue.with(FieldTable.of("x-single-active-consumer", new FieldValue.Bool(false)));
        plain.subscribe("c1");
        plain.subscribe("c2");
        plain.quietly();
        // when
        plain.publish("m1", "m2");
        // then
        assertEquals(List.of("c1 <- m1", "c2 <- m2"), plain.deliver());
    }
}
