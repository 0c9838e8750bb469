package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** basic.get takes the first ready message. */
class BasicGetTest {

    private final TestQueue queue = TestQueue.transientOne();

    @Test
    void theFirstMessageIsTakenAndTheRestCounted() {
        // given three messages
        queue.publish("m1", "m2", "m3");

        // when one is got
        Delivery delivery = queue.get();

        // then it is the first, and nobody's but the asker's
        assertEquals(List.of("get: got m1, 2 remain"), queue.effects.take());
        assertNull(delivery.holder());
        assertEquals(1, queue.actor.unackedCount());
    }

    @Test
    void whatComesNextAndIsOverDoesNotCount() {
        // given expired messages behind one that is not, and one more behind the next that is not
        queue.publish("m1");
        queue.publish(TestMessages.expiringOne("m2", "10")).publish(TestMessages.expiringOne("m3", "10"));
        queue.publish("m4");
        queue.publish(TestMessages.expiringOne("m5", "10"));
        queue.advance(10);

        // when the first is got
        queue.get();

        // then those that come next do not remain
        assertEquals(List.of("get: got m1, 2 remain"), queue.effects.take());
    }

    @Test
    void anEmptyQueueSaysSo() {
        // given an empty queue
        // when a message is asked for
        queue.get(false);

        // then
        assertEquals(List.of("get: empty"), queue.effects.take());
    }

    @Test
    void withoutAcknowledgementTheMessageIsForgottenAtOnce() {
        // given a durable queue with a message
        var durable = TestQueue.durableOne().publishPersistent("m1");

        // when it is got without acknowledgement
        durable.get(true);

        // then it is neither unacked nor stored
        assertEquals(0, durable.actor.unackedCount());
        assertEquals(List.of(), durable.store.names());
    }

    @Test
    void theHeadIsTakenEvenIfConsumersWait() {
        // given a consumer whose delivery is due
        queue.subscribe("c1");
        queue.publish("m1", "m2");

        // when somebody gets a message first
        queue.get();

        // then the consumer is given the one behind it
        assertEquals(List.of("consume: subscribed c1", "get: got m1, 1 remain", "c1 <- m2"), queue.deliver());
    }

    @Test
    void aReturnedMessageIsGotAgainAsRedelivered() {
        // given a message that was got and returned
        queue.publish("m1", "m2");
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        queue.quietly();

        // when the next one is asked for
        queue.get();

        // then it is the same
        assertEquals(List.of("get: got m1 again, 1 remain"), queue.effects.take());
    }
}
