package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of a higher priority come before others, in the order in which they came. */
class MessagePriorityTest {

    private final TestQueue queue = TestQueue.with("x-max-priority", 5);

    private void publish(String name, int priority) {
        queue.publish(TestMessages.priorOne(name, priority));
    }

    private List<String> drain() {
        var names = new ArrayList<String>();
        for (queue.get(true); queue.effects.lastReply instanceof QueueReply.Got got; queue.get(true)) {
            names.add(TestMessages.nameOf(got.delivery()));
        }
        return names;
    }

    @Test
    void higherOnesComeFirstAndEqualOnesInOrder() {
        publish("a0", 0);
        publish("a3", 3);
        publish("a5", 5);
        publish("b3", 3);
        publish("b0", 0);
        assertEquals(List.of("a5", "a3", "b3", "a0", "b0"), drain());
    }

    @Test
    void aboveTheHighestCountsAsTheHighestAndNoneAsZero() {
        publish("a9", 9);
        publish("a5", 5);
        publish("a255", 255);
        queue.publish("none");
        publish("a0", 0);
        assertEquals(List.of("a9", "a5", "a255", "none", "a0"), drain());
    }

    @Test
    void priorityMeansNothingInAQueueWithoutPriorities() {
        TestQueue plain = TestQueue.transientOne().publish(TestMessages.priorOne("a", 1)).publish(TestMessages.priorOne("b", 9));
        plain.get(true);
        assertEquals(List.of("get: got a, 1 remain"), plain.effects.take());
    }

    @Test
    void aConsumerGetsTheHighestThatIsThere() {
        // given a consumer of one message at a time
        queue.subscribe("c1", 1);
        publish("a0", 0);
        assertEquals(List.of("consume: subscribed c1", "c1 <- a0"), queue.deliver());
        publish("b0", 0);
        publish("c4", 4);
        // when it settles what it has
        queue.settle("a0", Outcome.ACK);
        // then
        assertEquals(List.of("c1 <- c4"), queue.deliver());
    }

    @Test
    void aRequeuedMessageKeepsItsPlace() {
        publish("a2", 2);
        publish("b2", 2);
        publish("a1", 1);
        var first = queue.get();
        queue.settle(first, Outcome.REQUEUE, null);
        publish("c2", 2);
        assertEquals(List.of("a2", "b2", "c2", "a1"), drain());
    }

    @Test
    void countsAreThoseOfAllPriorities() {
        publish("a", 0);
        publish("b", 5);
        publish("c", 2);
        queue.get(true);
        queue.inspect();
        queue.purge();
        queue.inspect();
        assertEquals(
                List.of(
                        "get: got b, 2 remain",
                        "inspect: 2 ready, 0 consumers",
                        "purge: purged 2",
                        "inspect: 0 ready, 0 consumers"),
                queue.effects.take());
    }

    @Test
    void anExpiredLowOneStaysBehindAnUnexpiredHigherOne() {
        // given
        queue.publish(TestMessages.expiringOne("low", "10"));
        publish("high", 3);
        // when
        queue.advance(100).inspect();
        // then
        assertEquals(List.of("inspect: 2 ready, 0 consumers"), queue.effects.take());
        assertEquals(List.of("high"), drain());
    }

    @Test
    void lowerPrioritiesLeaveMemoryFirst() {
        // given messages of three priorities
        publish("low", 0);
        publish("middle", 3);
        publish("high", 5);
        // when all but one may leave memory
        long one = queue.actor.bytesInMemory() / 3;
        queue.pageOut(1);
        // then it is the highest that stays
        assertEquals(one, queue.actor.bytesInMemory());
        queue.get(true);
        assertEquals(List.of("get: got high, 2 remain"), queue.effects.take());
    }

    @Test
    void nothingIsAskedForBeforeItIsItsTurn() {
        publish("low", 0);
        publish("high", 5);
        queue.pageOut(1);
        queue.subscribe("c1", 1);
        queue.deliver();
        assertNull(queue.pages.question());
        queue.settle("high", Outcome.ACK);
        assertEquals(0, queue.pages.question().first());
    }
}
