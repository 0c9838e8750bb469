package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often messages of a quorum queue may come back. RabbitMQ's page "Quorum Queues", section "Poison Message Handling". */
class DeliveryLimitTest {

    private static FieldTable.Builder quorum() {
        return FieldTable.builder().put("x-queue-type", "quorum");
    }

    private static FieldTable.Builder limited(int limit) {
        return quorum().put("x-delivery-limit", limit)
                .put("x-dead-letter-exchange", "dlx")
                .put("x-dead-letter-routing-key", "k");
    }

    private static FieldValue count(Delivery delivery) {
        return DeliveryCount.on(delivery).header().headers().get("x-delivery-count");
    }

    @Test
    void firstDeliveryHasNoCount() {
        // given
        var queue = TestQueue.durableWith(quorum().build()).publish("m");
        // when
        Delivery first = queue.get();
        // then
        assertNull(count(first));
        assertSame(first.message(), DeliveryCount.on(first));
    }

    @Test
    void redeliveryTellsHowOftenTheMessageCameBack() {
        // given a message that has a header of that name already
        var headers = FieldTable.builder().put("a", 1).put("x-delivery-count", 77).build();
        var header = TestMessages.transientOne("m").header().withHeaders(headers);
        var queue = TestQueue.durableWith(quorum().build()).publish(TestMessages.transientOne("m").withHeader(header));
        // when it comes back twice, once rejected
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        queue.settle(queue.get(), Outcome.FAIL, null);
        Delivery third = queue.get();
        // then the number counts, and nothing else has changed
        assertTrue(third.redelivered());
        assertEquals(new FieldValue.Int64(2), count(third));
        assertEquals(new FieldValue.Int64(2), DeliveryCount.on(third).header().headers().get("x-acquired-count"));
        assertEquals(new FieldValue.Int64(1), DeliveryCount.on(third).header().headers().get("a"));
        assertEquals(new FieldValue.Int64(77), third.message().header().headers().get("x-delivery-count"));
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, names = {"REQUEUE", "FAIL"})
    void messageThatComesBackOnceTooOftenIsDeadLettered(Outcome outcome) {
        // given a queue that takes a message back twice
        var queue = TestQueue.durableWith(limited(2).build()).publish("m");
        queue.settle(queue.get(), outcome, null);
        queue.settle(queue.get(), outcome, null);
        Delivery third = queue.get();
        queue.effects.take();
        // when it comes back once more
        queue.settle(third, outcome, null);
        // then it dies, with the headers that it was published with
        assertEquals(List.of("m delivery_limit to dlx/k"), queue.effects.take());
        assertEquals(0, queue.actor.readyCount());
        assertEquals(0, queue.actor.unackedCount());
        assertNull(queue.effects.letters.getFirst().message().header().headers().get("x-delivery-count"));
    }

    @Test
    void withoutAnExchangeItIsDropped() {
        // given
        var queue = TestQueue.durableWith(quorum().put("x-delivery-limit", 0).build()).publish("m");
        // when
        queue.settle(queue.get(), Outcome.FAIL, null);
        // then
        assertEquals(0, queue.actor.readyCount());
        assertTrue(queue.keeping.stores().stream().allMatch(store -> store.messages.isEmpty()));
    }

    @Test
    void limitIsTwentyUnlessOneIsNamed() {
        // given
        var queue = TestQueue.durableWith(quorum().build()).publish("m");
        // when
        for (int i = 0; i < 20; i++) {
            queue.settle(queue.get(), Outcome.REQUEUE, null);
        }
        // then it is there for the 21st time, and no more after that
        assertEquals(1, queue.actor.readyCount());
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void classicQueueHasNoLimitAndNoCount() {
        // given
        var queue = TestQueue.durableOne().publish("m");
        // when
        for (int i = 0; i < 30; i++) {
            queue.settle(queue.get(), Outcome.FAIL, null);
        }
        // then
        assertEquals(1, queue.actor.readyCount());
    }

    @ParameterizedTest
    @CsvSource({"5,,5", ",5,5", "5,7,5", "7,5,5", "-1,,none", "-1,5,5", "5,-1,5", "-1,-1,none", "-5,,none", ",,20", "0,5,0"})
    void lowerLimitCountsAndANegativeOneIsNone(Long argument, Long policy, String expected) {
        // given
        var arguments = quorum();
        var keys = FieldTable.builder();
        if (argument != null) {
            arguments.put("x-delivery-limit", argument);
        }
        if (policy != null) {
            keys.put("delivery-limit", policy);
        }
        // when
        long limit = QueueRules.of(arguments.build(), keys.build()).quorum().deliveryLimit();
        // then
        assertEquals(expected.equals("none") ? QueueRules.UNLIMITED : Long.parseLong(expected), limit);
    }

    @Test
    void changedLimitHoldsForMessagesThatAreThere() {
        // given a message that came back three times
        var arguments = quorum().build();
        var queue = TestQueue.durableWith(arguments).publish("m");
        for (int i = 0; i < 3; i++) {
            queue.settle(queue.get(), Outcome.REQUEUE, null);
        }
        // when a policy allows two
        var policy = FieldTable.builder().put("delivery-limit", 2).build();
        queue.handle(new QueueCommand.Configure(QueueRules.of(arguments, policy)));
        // then it is still delivered, but does not come back
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void transientMessagesAreStored() {
        // given
        var queue = TestQueue.durableWith(quorum().build());
        // when
        queue.publish("m");
        // then those without a priority are of priority 4
        assertEquals(List.of("m"), queue.keeping.stores().get(4).names());
    }

    @Test
    void prioritiesAreStrictUpTo31() {
        // given
        var queue = TestQueue.durableWith(quorum().build());
        // when
        queue.publish(TestMessages.priorOne("p3", 3)).publish("none").publish(TestMessages.priorOne("p100", 100))
                .publish(TestMessages.priorOne("p31", 31)).publish(TestMessages.priorOne("p5", 5));
        queue.subscribe("c");
        // then
        assertEquals(
                List.of("c <- p100", "c <- p31", "c <- p5", "c <- none", "c <- p3"),
                queue.deliver().subList(1, 6));
    }

    @Test
    void commitWaitsForTheRemovalThatALimitBrings() {
        // given a unit whose part the return of a message is
        var queue = TestQueue.durableWith(quorum().put("x-delivery-limit", 0).build()).publish("m");
        var unit = TestQueue.unitOf(1);
        // when
        queue.settle(queue.get(), Outcome.REQUEUE, unit);
        // then
        assertEquals(1, queue.keeping.partsOf(unit));
    }
}
