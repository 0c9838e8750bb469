package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that come back wait before they are ready again. RabbitMQ's page "Quorum Queues", section "Delayed Retry". */
class DelayedRetryTest {

    private static FieldTable.Builder retry(String type, int minMillis, int maxMillis) {
        return FieldTable.builder()
                .put("x-queue-type", "quorum")
                .put("x-delayed-retry-type", type)
                .put("x-delayed-retry-min", minMillis)
                .put("x-delayed-retry-max", maxMillis);
    }

    private static TestQueue queue(String type) {
        return TestQueue.durableWith(retry(type, 1_000, 2_500).build());
    }

    @Test
    void returnedMessageIsReadyAgainAfterItsTime() {
        // given a message that was delivered
        var queue = queue("all").publish("m1");
        queue.subscribe("c");
        queue.quietly();
        // when it comes back
        queue.settle("m1", Outcome.REQUEUE);
        // then it is neither ready nor unacked before its time
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.unackedCount());
        assertEquals(List.of(), queue.advance(999).deliver());
        assertEquals(List.of("c <- m1 again"), queue.advance(1).deliver());
    }

    @Test
    void eachReturnMakesItWaitLongerUpToTheMaximum() {
        // given
        var queue = queue("all").publish("m1");
        queue.subscribe("c");
        queue.quietly();
        for (int wait : new int[] {1_000, 2_000, 2_500, 2_500}) {
            // when
            queue.settle("m1", Outcome.FAIL);
            // then
            assertEquals(List.of(), queue.advance(wait - 1).deliver());
            assertEquals(List.of("c <- m1 again"), queue.advance(1).deliver());
        }
    }

    @Test
    void itIsReadyInItsOwnPlace() {
        // given the first of three messages put off
        var queue = queue("all").publish("m1", "m2", "m3");
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        // when its time has come
        queue.advance(1_000);
        queue.effects.take();
        // then it is the first again
        queue.subscribe("c");
        assertEquals(List.of("c <- m1 again", "c <- m2", "c <- m3"), queue.deliver().subList(1, 4));
    }

    @Test
    void othersAreDeliveredMeanwhile() {
        // given
        var queue = queue("all").publish("m1", "m2");
        // when
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        // then
        assertEquals("m2", TestMessages.nameOf(queue.get()));
    }

    @ParameterizedTest
    @CsvSource({
        "disabled,REQUEUE,true", "disabled,FAIL,true", "all,REQUEUE,false", "all,FAIL,false",
        "failed,REQUEUE,true", "failed,FAIL,false", "returned,REQUEUE,false", "returned,FAIL,true"
    })
    void typeSaysWhichOnesWait(String type, Outcome outcome, boolean isReady) {
        // given
        var queue = queue(type).publish("m1");
        // when
        queue.settle(queue.get(), outcome, null);
        // then
        assertEquals(isReady ? 1 : 0, queue.actor.readyCount());
    }

    @Test
    void oneTickServesManyMessages() {
        // given
        var queue = queue("all").publish("m1", "m2", "m3");
        var all = List.of(queue.get(), queue.get(), queue.get());
        // when
        all.forEach(delivery -> queue.settle(delivery, Outcome.REQUEUE, null));
        // then
        assertEquals(1, queue.effects.wakeUpsAsked);
        queue.advance(1_000);
        assertEquals(3, queue.actor.readyCount());
    }

    @Test
    void messageThatExpiresMeanwhileIsDeadLetteredWhenItIsBack() {
        // given
        var queue = TestQueue.durableWith(
                retry("all", 1_000, 1_000).put("x-message-ttl", 500).put("x-dead-letter-exchange", "dlx").build());
        queue.publish("m1");
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        // when
        queue.advance(1_000);
        // then
        assertEquals(1, queue.effects.letters.size());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void purgeDropsThemToo() {
        // given one that waits and one that is ready
        var queue = queue("all").publish("m1", "m2");
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        queue.effects.take();
        // when
        queue.purge();
        // then
        assertEquals(List.of("purge: purged 2"), queue.effects.take());
        assertTrue(queue.keeping.stores().stream().allMatch(store -> store.messages.isEmpty()));
        queue.advance(1_000);
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void deletedQueueHasNone() {
        // given
        var queue = queue("all").publish("m1");
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        // when
        queue.delete();
        queue.advance(5_000);
        // then
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.bytesInMemory());
    }

    @Test
    void deliveryLimitHoldsAsWell() {
        // given
        var queue = TestQueue.durableWith(
                retry("all", 1_000, 1_000).put("x-delivery-limit", 1).put("x-dead-letter-exchange", "dlx").build());
        queue.publish("m1");
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        queue.advance(1_000);
        // when
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        // then it dies at once
        assertEquals(1, queue.effects.letters.size());
    }

    @Test
    void argumentWinsOverThePolicy() {
        // given
        var policy = FieldTable.builder()
                .put("delayed-retry-type", "all")
                .put("delayed-retry-min", 5)
                .put("delayed-retry-max", 50)
                .build();
        var quorum = FieldTable.builder().put("x-queue-type", "quorum");
        // when
        // then
        assertEquals(new DelayedRetry(true, true, 5, 50), QueueRules.of(quorum.build(), policy).quorum().retry());
        assertEquals(
                new DelayedRetry(false, true, 7, 50),
                QueueRules.of(
                                quorum.put("x-delayed-retry-type", "returned").put("x-delayed-retry-min", 7).build(),
                                policy)
                        .quorum()
                        .retry());
        assertEquals(QuorumRules.NONE, QueueRules.of(FieldTable.EMPTY, policy).quorum());
    }
}
