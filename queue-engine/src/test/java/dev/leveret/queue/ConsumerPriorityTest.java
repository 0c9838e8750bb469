package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers of a higher priority get messages as long as they can take them: x-priority. */
class ConsumerPriorityTest {

    private final TestQueue queue = TestQueue.transientOne();

    private Consumer subscribe(String tag, int prefetchMax, long priority) {
        var arguments = FieldTable.of(ConsumerSettings.PRIORITY, new FieldValue.Int64(priority));
        return queue.subscribe(
                new ConsumerSettings(tag, false, false, prefetchMax, Long.MAX_VALUE, arguments), null);
    }

    private List<String> deliver(String... names) {
        queue.effects.take();
        queue.publish(names);
        return queue.deliver();
    }

    @Test
    void aHigherOneComesFirstAsLongAsItCan() {
        subscribe("low", 10, -1);
        subscribe("high", 2, 10);
        queue.subscribe("usual", 1);
        assertEquals(
                List.of("high <- m1", "high <- m2", "usual <- m3", "low <- m4", "low <- m5"),
                deliver("m1", "m2", "m3", "m4", "m5"));
    }

    @Test
    void itIsFirstAgainWhenItHasSettled() {
        subscribe("low", 10, 0);
        subscribe("high", 1, 5);
        deliver("m1", "m2");
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of("high <- m3", "low <- m4"), deliver("m3", "m4"));
    }

    @Test
    void equalOnesTakeTurns() {
        subscribe("a", 10, 5);
        subscribe("b", 10, 5);
        subscribe("c", 10, 1);
        assertEquals(List.of("a <- m1", "b <- m2", "a <- m3", "b <- m4"), deliver("m1", "m2", "m3", "m4"));
    }

    @Test
    void whenTheHigherOnesHaveGoneTheOthersGetAll() {
        Consumer high = subscribe("high", 10, 5);
        Consumer higher = subscribe("higher", 10, 7);
        subscribe("low", 10, 1);
        queue.cancel(higher);
        queue.cancel(high);
        assertEquals(List.of("low <- m1", "low <- m2"), deliver("m1", "m2"));
        subscribe("high", 10, 5);
        assertEquals(List.of("high <- m3"), deliver("m3"));
    }

    @Test
    void whoComesBackToAnEmptyPriorityIsServed() {
        // given the only one of the highest priority, who is full
        subscribe("high", 1, 9);
        subscribe("low", 1, -9);
        deliver("m1", "m2", "m3");
        // when both settle, the low one first
        queue.settle("m2", Outcome.ACK);
        assertEquals(List.of("low <- m3"), queue.deliver());
        queue.settle("m1", Outcome.ACK);
        // then
        assertEquals(List.of("high <- m4"), deliver("m4"));
    }
}
