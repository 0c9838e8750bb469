package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers come and go: exclusive ones, and the last one of an auto-delete queue. */
class ConsumerLifeTest {

    private static final String IN_USE = "consume: 403 queue 'q' in vhost '/' in exclusive use";

    private final TestQueue queue = TestQueue.transientOne();

    @Test
    void nobodyJoinsAnExclusiveConsumer() {
        // given an exclusive consumer
        queue.subscribeExclusive("c1");
        queue.quietly();

        // when others come
        queue.subscribe("c2");
        queue.subscribeExclusive("c3");

        // then they are refused
        assertEquals(List.of(IN_USE, IN_USE), queue.effects.take());
    }

    @Test
    void anExclusiveConsumerJoinsNobody() {
        // given a consumer
        queue.subscribe("c1");
        queue.quietly();

        // when one comes that wants the queue for itself
        queue.subscribeExclusive("c2");

        // then it is refused
        assertEquals(List.of(IN_USE), queue.effects.take());
    }

    @Test
    void theQueueIsOpenToAllAgainWhenTheExclusiveConsumerHasGone() {
        // given an exclusive consumer that was cancelled
        queue.cancel(queue.subscribeExclusive("c1"));
        queue.quietly();

        // when two others come
        queue.subscribe("c2");
        queue.subscribe("c3");

        // then both are let in
        assertEquals(List.of("consume: subscribed c2", "consume: subscribed c3"), queue.effects.take());
    }

    @Test
    void aRefusedConsumerIsGivenNothing() {
        // given an exclusive consumer at its limit, and one that was refused
        queue.subscribeExclusive("c1");
        Consumer refused = queue.subscribe("c2");
        queue.quietly();

        // when a message arrives, and the refused one's channel cleans up
        queue.publish("m1");
        queue.cancel(refused);

        // then the first gets it
        assertEquals(List.of("cancel: cancelled c2", "c1 <- m1"), queue.deliver());
    }

    @Test
    void consumersHearOfAnotherTimeout() {
        // given
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.quietly();

        // when a policy brings one, and then one that changes something else
        var timeout = FieldTable.of("consumer-timeout", new FieldValue.Int32(5_000));
        QueueSettings settings = queue.actor.settings();
        queue.handle(new QueueCommand.Configure(settings.rules(timeout)));
        queue.handle(new QueueCommand.Configure(settings.rules(timeout.with("max-length", new FieldValue.Int32(5)))));

        // then they are told once
        assertEquals(List.of("c1 has another timeout", "c2 has another timeout"), queue.effects.take());
    }

    @Test
    void cancelIsAnsweredForAConsumerThatIsNotThere() {
        // given a consumer that was cancelled
        Consumer consumer = queue.subscribe("c1");
        queue.cancel(consumer);
        queue.quietly();

        // when it is cancelled once more
        queue.cancel(consumer);

        // then it is answered all the same
        assertEquals(List.of("cancel: cancelled c1"), queue.effects.take());
    }

    @Test
    void anAutoDeleteQueueIsUnusedWhenItsLastConsumerHasGone() {
        // given an auto-delete queue with two consumers
        var queue = TestQueue.autoDeleteOne();
        Consumer first = queue.subscribe("c1");
        Consumer second = queue.subscribe("c2");
        queue.quietly();

        // when both go, the last without asking for an answer
        queue.cancel(first);
        queue.handle(new QueueCommand.Cancel(second, null));

        // then the queue says so after the last
        assertEquals(List.of("cancel: cancelled c1", "unused"), queue.effects.take());
    }

    @Test
    void theLastCancelIsAnsweredBeforeTheQueueGoes() {
        // given an auto-delete queue with one consumer
        var queue = TestQueue.autoDeleteOne();
        Consumer consumer = queue.subscribe("c1");
        queue.quietly();

        // when it goes
        queue.cancel(consumer);

        // then
        assertEquals(List.of("cancel: cancelled c1", "unused"), queue.effects.take());
    }

    @Test
    void anAutoDeleteQueueStaysUntilItHasHadAConsumer() {
        // given an auto-delete queue with messages, a refused cancel and no consumer
        var queue = TestQueue.autoDeleteOne().publish("m1");
        queue.handle(new QueueCommand.Cancel(new Consumer(stranger(), null, null), null));

        // when time passes
        queue.handle(new QueueCommand.Tick());

        // then it stays
        assertEquals(List.of(), queue.deliver());
    }

    @Test
    void otherQueuesStayWithoutConsumers() {
        // given a queue that is not auto-delete, with one consumer
        Consumer consumer = queue.subscribe("c1");
        queue.quietly();

        // when it goes
        queue.cancel(consumer);

        // then nothing else happens
        assertEquals(List.of("cancel: cancelled c1"), queue.effects.take());
    }

    @Test
    void aConsumerServesForOneSubscription() {
        // given a consumer
        Consumer consumer = queue.subscribe("c1");

        // when its channel subscribes it once more by mistake
        // then that is told where the mistake was made
        var again = new QueueCommand.Subscribe(consumer, TestQueue.ask("consume"));
        assertThrows(IllegalStateException.class, () -> queue.handle(again));
    }

    private static ConsumerSettings stranger() {
        return TestQueue.settings("stranger", false, false, 0);
    }
}
