package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.death.DeadLetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters that stay until they find a queue. RabbitMQ's page "Quorum Queues", section "Dead Lettering". */
class AtLeastOnceTest {

    private static FieldTable.Builder atLeastOnce() {
        return FieldTable.builder()
                .put("x-queue-type", "quorum")
                .put("x-dead-letter-exchange", "dlx")
                .put("x-dead-letter-strategy", "at-least-once")
                .put("x-overflow", "reject-publish");
    }

    @ParameterizedTest
    @CsvSource({
        "quorum,at-least-once,reject-publish,dlx,true", "quorum,at-most-once,reject-publish,dlx,false",
        "quorum,at-least-once,drop-head,dlx,false", "quorum,at-least-once,reject-publish,,false",
        "classic,at-least-once,reject-publish,dlx,false"
    })
    void strategyNeedsAQueueThatRefusesAndAnExchange(
            String type, String strategy, String overflow, String exchange, boolean isInForce) {
        // given
        var policy = FieldTable.builder().put("dead-letter-strategy", strategy).put("overflow", overflow);
        if (exchange != null) {
            policy.put("dead-letter-exchange", exchange);
        }
        // when
        var rules = QueueRules.of(FieldTable.builder().put("x-queue-type", type).build(), policy.build());
        // then
        assertEquals(isInForce, rules.keepsUnroutableLetters());
    }

    @Test
    void letterThatStaysCountsForTheLimits() {
        // given a queue for one message, which has died
        var queue = TestQueue.durableWith(atLeastOnce().put("x-max-length", 1).build()).publish("m1");
        queue.settle(queue.get(), Outcome.DISCARD, null);
        DeadLetter letter = queue.effects.letters.getFirst();
        queue.effects.take();
        // when another one comes before the letter has gone, and one after that
        queue.handle(new QueueCommand.Offer(TestMessages.transientOne("m2"), null, TestQueue.ask("offer")));
        queue.handle(new QueueCommand.Depart(letter.source(), null));
        queue.handle(new QueueCommand.Offer(TestMessages.transientOne("m3"), null, TestQueue.ask("offer")));
        // then
        assertEquals("[offer: refused, offer: granted]", queue.effects.take().toString());
    }
}
