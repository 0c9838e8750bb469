package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.queue.state.Consumer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue that nobody uses for long enough wants to go: x-expires. */
class QueueExpiresTest {

    private final TestQueue queue = TestQueue.with("x-expires", 100);

    private void goesAfter(long millis) {
        queue.effects.take();
        queue.advance(millis - 1);
        assertEquals(List.of(), queue.effects.take());
        queue.advance(1);
        assertEquals(List.of("unused"), queue.effects.take());
    }

    @Test
    void itGoesWhenItsTimeIsOver() {
        goesAfter(100);
    }

    @Test
    void itGoesOnce() {
        goesAfter(100);
        queue.advance(1_000);
        assertEquals(List.of(), queue.effects.take());
    }

    @Test
    void aGetIsAUse() {
        queue.advance(60).get(true);
        goesAfter(100);
    }

    @Test
    void aDeclarationIsAUse() {
        queue.advance(60).inspect();
        goesAfter(100);
    }

    @Test
    void publishingAndPurgingAreNone() {
        queue.advance(60).publish("m1").purge();
        goesAfter(40);
    }

    @Test
    void itStaysAsLongAsItHasAConsumer() {
        // given a consumer
        Consumer consumer = queue.subscribe("c1");
        // when it stays longer than the time, and goes
        queue.advance(250);
        assertEquals(List.of("consume: subscribed c1"), queue.effects.take());
        queue.cancel(consumer);
        // then the time begins
        goesAfter(100);
    }

    @Test
    void aConsumerThatComesAndGoesInBetweenBeginsItAnew() {
        queue.advance(60);
        Consumer consumer = queue.subscribe("c1");
        queue.advance(10);
        queue.cancel(consumer);
        goesAfter(100);
    }

    @Test
    void aDeletedQueueHasNoTimer() {
        queue.delete();
        assertEquals(Long.MAX_VALUE, queue.effects.wakeAtMillis);
    }
}
