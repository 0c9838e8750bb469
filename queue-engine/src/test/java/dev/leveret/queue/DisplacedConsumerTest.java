package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a quorum queue the single active consumer is that of the highest priority, as in RabbitMQ from 4.0 on. */
class DisplacedConsumerTest {

    private final TestQueue queue = TestQueue.durableWith(FieldTable.builder()
            .put("x-queue-type", "quorum")
            .put("x-single-active-consumer", true)
            .build());

    private Consumer subscribe(String tag, long priority) {
        return subscribe(tag, priority, false);
    }

    private Consumer subscribe(String tag, long priority, boolean noAck) {
        var arguments = FieldTable.of(ConsumerSettings.PRIORITY, new FieldValue.Int64(priority));
        return queue.subscribe(new ConsumerSettings(tag, noAck, false, 0, Long.MAX_VALUE, arguments), null);
    }

    private List<String> deliver(String... names) {
        queue.quietly();
        queue.publish(names);
        return queue.deliver();
    }

    @Test
    void oneThatHasNothingGivesWayAtOnce() {
        // given
        subscribe("low", 0);
        // when
        subscribe("high", 1);
        // then
        assertEquals(List.of("high <- m1"), deliver("m1"));
    }

    @Test
    void oneThatHasMessagesSettlesThemFirstAndGetsNoMore() {
        // given
        subscribe("low", 0);
        deliver("m1", "m2");
        // when
        subscribe("high", 1);
        // then
        assertEquals(List.of(), deliver("m3"));
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        queue.settle("m2", Outcome.REQUEUE);
        assertEquals(List.of("high <- m2 again", "high <- m3"), queue.deliver());
    }

    @Test
    void itGoesOnIfTheHigherOneGoesBeforeThat() {
        // given
        subscribe("low", 0);
        deliver("m1");
        Consumer high = subscribe("high", 1);
        deliver("m2");
        // when
        queue.cancel(high);
        // then
        assertEquals(List.of("cancel: cancelled high", "low <- m2"), queue.deliver());
    }

    @Test
    void displacedOnesComeBackInTheirOldPlace() {
        // given one that is displaced, and one of its priority that came later
        subscribe("first", 0);
        subscribe("second", 0);
        Consumer high = subscribe("high", 1);
        assertEquals(List.of("high <- m1"), deliver("m1"));
        // when
        queue.cancel(high);
        // then
        assertEquals(List.of("first <- m2"), deliver("m2"));
    }

    @Test
    void equalOnesDoNotDisplaceEachOther() {
        // given
        subscribe("first", 1);
        // when
        subscribe("second", 1);
        subscribe("low", 0);
        // then
        assertEquals(List.of("first <- m1"), deliver("m1"));
    }

    @Test
    void oneThatDoesNotAcknowledgeGivesWayAtOnce() {
        // given
        subscribe("low", 0, true);
        assertEquals(List.of("low <- m1"), deliver("m1"));
        // when
        subscribe("high", 1);
        // then
        assertEquals(List.of("high <- m2"), deliver("m2"));
    }

    @Test
    void aHigherOneYetTakesThePlaceOfTheOneThatWaits() {
        // given
        subscribe("low", 0);
        deliver("m1");
        subscribe("high", 1);
        subscribe("highest", 2);
        // when
        queue.settle("m1", Outcome.ACK);
        // then
        assertEquals(List.of("highest <- m2"), deliver("m2"));
    }

    @Test
    void basicGetIsRefusedInTheNameOfItsType() {
        // when
        queue.get(true);
        // then
        assertEquals(
                List.of("get: 405 cannot obtain access to locked queue 'q' in vhost '/'. basic.get operations are not"
                        + " supported by quorum queues with single active consumer"),
                queue.deliver());
    }
}
