package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.state.Consumer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ready messages go to the consumers in turn, in the order in which they were published. */
class DeliveryTest {

    private final TestQueue queue = TestQueue.transientOne();

    @Test
    void aConsumerIsToldThatItHasSubscribedBeforeItsFirstDelivery() {
        // given a queue that holds messages
        queue.publish("m1", "m2");

        // when a consumer subscribes
        queue.subscribe("c1");

        // then the reply comes first, and the messages in order
        assertEquals(List.of("consume: subscribed c1", "c1 <- m1", "c1 <- m2"), queue.deliver());
    }

    @Test
    void consumersTakeTurns() {
        // given three consumers
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.subscribe("c3");
        queue.quietly();

        // when messages arrive
        queue.publish("m1", "m2", "m3", "m4");

        // then each gets one before the first gets a second
        assertEquals(List.of("c1 <- m1", "c2 <- m2", "c3 <- m3", "c1 <- m4"), queue.deliver());
    }

    @Test
    void theTurnGoesOnWhereItStoppedBetweenBursts() {
        // given two consumers, of which the first has had a message
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.publish("m1").quietly();

        // when the next message arrives
        queue.publish("m2");

        // then it is the other one's
        assertEquals(List.of("c2 <- m2"), queue.deliver());
    }

    @Test
    void aNewcomerWaitsUntilAllOthersHadTheirTurn() {
        // given two consumers, of which the second is next
        queue.subscribe("c1");
        queue.subscribe("c2");
        queue.publish("m1").quietly();

        // when a third comes and messages follow
        queue.subscribe("c3");
        queue.publish("m2", "m3", "m4");

        // then it is served after both
        assertEquals(List.of("consume: subscribed c3", "c2 <- m2", "c1 <- m3", "c3 <- m4"), queue.deliver());
    }

    @Test
    void theTurnPassesOverACancelledConsumer() {
        // given three consumers, of which the second is next
        queue.subscribe("c1");
        Consumer second = queue.subscribe("c2");
        queue.subscribe("c3");
        queue.publish("m1").quietly();

        // when that one is cancelled
        queue.cancel(second);
        queue.publish("m2", "m3");

        // then the one behind it is next
        assertEquals(List.of("cancel: cancelled c2", "c3 <- m2", "c1 <- m3"), queue.deliver());
    }

    @Test
    void oneTurnIsBounded() {
        // given a backlog deeper than a turn, and a consumer
        for (int i = 0; i < 600; i++) {
            queue.publish("m" + i);
        }
        queue.subscribeNoAck("c1");

        // when turns are run
        // then each delivers 256, and tells whether another is needed
        assertTrue(queue.actor.deliver(0));
        assertEquals(256, queue.effects.deliveries.size());
        assertTrue(queue.actor.deliver(0));

        // and the loop, which knows that there is work, is not told again
        assertEquals(1, queue.effects.timesDue);
        queue.publish("last");
        assertEquals(1, queue.effects.timesDue);
        assertFalse(queue.actor.deliver(0));
        assertEquals(601, queue.effects.deliveries.size());
    }

    @Test
    void theLoopIsToldOnceUntilTheQueueHasRunDry() {
        // given a consumer
        queue.subscribe("c1");

        // when a burst arrives
        queue.publish("m1", "m2", "m3");
        assertEquals(1, queue.effects.timesDue);

        // then the next notice follows after the turn that delivered it
        queue.deliver();
        queue.publish("m4");
        assertEquals(2, queue.effects.timesDue);
    }

    @Test
    void nobodyIsBotheredWithoutAConsumer() {
        // given a queue without consumers
        // when messages arrive
        queue.publish("m1", "m2");

        // then no turn is due, and one that runs all the same does nothing
        assertEquals(0, queue.effects.timesDue);
        assertFalse(queue.actor.deliver(0));
        assertEquals(2, queue.actor.readyCount());
    }

    @Test
    void aNoAckDeliveryIsForgottenAtOnce() {
        // given a consumer that does not acknowledge
        queue.subscribeNoAck("c1");

        // when it is given messages
        queue.publish("m1", "m2").quietly();

        // then none is unacked
        assertEquals(0, queue.actor.unackedCount());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void countsTellReadyMessagesAndConsumers() {
        // given one unacked and two ready messages, and a consumer
        queue.subscribe("c1", 1);
        queue.publish("m1", "m2", "m3").quietly();

        // when the queue is inspected
        queue.inspect();

        // then unacked ones do not count
        assertEquals(List.of("inspect: 2 ready, 1 consumers"), queue.effects.take());
    }
}
