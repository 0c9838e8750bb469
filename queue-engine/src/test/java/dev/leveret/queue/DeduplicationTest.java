package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.DurableUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue that takes no message twice. README of rabbitmq-message-deduplication; LavinMQ's page "Message Deduplication". */
class DeduplicationTest {

    private static FieldTable.Builder on() {
        return FieldTable.builder().put("x-message-deduplication", true);
    }

    private static Message keyed(String name, String key) {
        return withHeaders(TestMessages.transientOne(name), FieldTable.of("x-deduplication-header", FieldValue.text(key)));
    }

    private static Message persistent(String name, String key) {
        return TestMessages.persistently(keyed(name, key));
    }

    private static Message withHeaders(Message message, FieldTable headers) {
        return message.withHeader(message.header().withHeaders(headers));
    }

    @Test
    void aMessageIsTakenOnceAsLongAsTheQueueHasIt() {
        // given a queue with a message that somebody has
        var queue = TestQueue.with(on().build()).publish(keyed("m1", "k"));
        var delivery = queue.get();

        // when it comes again, and others
        queue.publish(keyed("m2", "k")).publish(keyed("m3", "other")).publish("m4", "m5");

        // then only that one is dropped
        assertEquals(3, queue.actor.readyCount());

        // and when it is acknowledged it may come again
        queue.settle(delivery, Outcome.ACK, null);
        queue.publish(keyed("m6", "k"));
        assertEquals(4, queue.actor.readyCount());
    }

    @Test
    void aReturnedMessageDoesNotRepeatItself() {
        var queue = TestQueue.with(on().build()).publish(keyed("m1", "k"));
        queue.settle(queue.get(), Outcome.REQUEUE, null);
        queue.publish(keyed("m2", "k"));
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void aKeyGoesWithAMessageThatExpiresOrIsPurgedOrDropped() {
        // given
        var queue = TestQueue.with(on().put("x-message-ttl", 10).put("x-max-length", 1).build()).publish(keyed("m1", "k"));

        // when its time is over
        queue.advance(10);
        queue.publish(keyed("m2", "k"));
        assertEquals(1, queue.actor.readyCount());

        // and when the next one is purged
        queue.purge();
        queue.publish(keyed("m3", "k"));
        assertEquals(1, queue.actor.readyCount());

        // and when that one has to make room
        queue.publish(keyed("m4", "other")).publish(keyed("m5", "k"));
        queue.subscribe("c");
        assertEquals(List.of("c <- m5"), queue.deliver().stream().filter(seen -> seen.startsWith("c <-")).toList());
    }

    @Test
    void aDeadLetterThatComesBackDoesNotRepeatItself() {
        // given a message that is on its way out
        var queue = TestQueue.with(on().put("x-dead-letter-exchange", "dlx").build()).publish(keyed("m1", "k"));
        queue.settle(queue.get(), Outcome.DISCARD, null);

        // when it comes back before it has left
        var letter = queue.effects.letters.getFirst();
        queue.publish(letter.message());
        queue.handle(new QueueCommand.Depart(letter.source(), null));

        // then it is there, and known
        queue.publish(keyed("m2", "k"));
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void aRepeatedMessageIsAcceptedThoughTheQueueIsFull() {
        var queue = TestQueue.with(on().put("x-max-length", 1).put("x-overflow", "reject-publish").build());

        assertEquals("offer: granted", offer(queue, keyed("m1", "k")));
        assertEquals("offer: granted", offer(queue, keyed("m1", "k")));
        assertEquals("offer: refused", offer(queue, keyed("m2", "refused")));

        // and what was refused is not known
        queue.get(true);
        assertEquals("offer: granted", offer(queue, keyed("m2", "refused")));
    }

    private static String offer(TestQueue queue, Message message) {
        queue.handle(new QueueCommand.Offer(message, null, TestQueue.ask("offer")));
        return queue.effects.take().getLast();
    }

    @Test
    void aKeyIsRememberedAfterItsMessageHasLeftUntilItsTimeIsOver() {
        // given
        var queue = TestQueue.with(on().put("x-cache-ttl", 100).build()).publish(keyed("m1", "k"));
        queue.get(true);

        // when it comes again in time, and too late
        queue.advance(99).publish(keyed("m2", "k"));
        assertEquals(0, queue.actor.readyCount());
        queue.advance(1).publish(keyed("m3", "k"));
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void aMessageMaySayItselfForHowLong() {
        var queue = TestQueue.with(on().put("x-cache-size", 10).build());
        FieldTable headers = FieldTable.of("x-deduplication-header", FieldValue.text("k"));
        queue.publish(withHeaders(TestMessages.transientOne("m1"), headers.with("x-cache-ttl", new FieldValue.Int32(5))));

        queue.advance(4).publish(keyed("m2", "k"));
        assertEquals(1, queue.actor.readyCount());
        queue.advance(1).publish(keyed("m3", "k")).publish(keyed("m4", "k"));
        assertEquals(2, queue.actor.readyCount());
    }

    @Test
    void theOldestKeyMakesRoom() {
        var queue = TestQueue.with(on().put("x-cache-size", 2).build());
        queue.publish(keyed("m1", "a")).publish(keyed("m2", "b")).publish(keyed("m3", "c"));

        queue.publish(keyed("m4", "b")).publish(keyed("m5", "a"));

        assertEquals(4, queue.actor.readyCount());
    }

    @Test
    void anotherHeaderMayHaveTheKey() {
        var queue = TestQueue.with(on().put("x-deduplication-header", "id").build());
        FieldTable one = FieldTable.of("id", new FieldValue.Int32(1));
        queue.publish(withHeaders(TestMessages.transientOne("m1"), one));
        queue.publish(withHeaders(TestMessages.transientOne("m2"), FieldTable.of("id", new FieldValue.Int64(1))));
        queue.publish(keyed("m3", "k")).publish(keyed("m4", "k"));
        assertEquals(3, queue.actor.readyCount());
    }

    @Test
    void keyAndMessageAreOnePartOfTheUnit() {
        // given
        var queue = TestQueue.durableWith(on().put("x-cache-size", 10).build());
        DurableUnit unit = TestQueue.unitOf(1);

        // when
        queue.actor.enqueue(persistent("m1", "k").arrivedAt(queue.now), unit, queue.now);

        // then
        assertEquals(1, queue.store.partsOf(unit));
        assertEquals(1, queue.store.messages.size());
        assertEquals(1, queue.keeping.stores().get(1).messages.size());
    }

    @Test
    void aRepetitionWaitsForTheOriginalIfThatWaitsForOthers() {
        // given a message whose unit has parts elsewhere, and one that has not
        var queue = TestQueue.durableWith(on().build());
        queue.actor.enqueue(persistent("m1", "k").arrivedAt(queue.now), TestQueue.unitOf(2), queue.now);
        queue.actor.enqueue(persistent("m2", "alone").arrivedAt(queue.now), TestQueue.unitOf(1), queue.now);

        // when they come again
        DurableUnit repeated = TestQueue.unitOf(1);
        queue.actor.enqueue(persistent("m3", "k").arrivedAt(queue.now), repeated, queue.now);
        DurableUnit after = TestQueue.unitOf(1);
        queue.actor.enqueue(persistent("m4", "alone").arrivedAt(queue.now), after, queue.now);

        // then the first follows it, and the other one comes after it in the store anyway
        assertEquals(List.of(repeated), queue.store.followed);
        assertEquals(1, queue.store.partsOf(after));
        assertEquals(2, queue.actor.readyCount());
    }

    @Test
    void deletionForgetsKeys() {
        var queue = TestQueue.durableWith(on().put("x-cache-size", 10).build()).publish(persistent("m1", "k"));
        queue.delete();
        assertTrue(queue.keeping.stores().get(1).deleted);
        DurableUnit unit = TestQueue.unitOf(1);
        queue.actor.enqueue(persistent("m2", "k").arrivedAt(queue.now), unit, queue.now);
        assertEquals(1, queue.store.partsOf(unit));
    }

    @Test
    void withoutTheArgumentNothingIsDropped() {
        var queue = TestQueue.with(FieldTable.builder().put("x-message-deduplication", false).put("x-cache-size", 2).build());
        queue.publish(keyed("m1", "k")).publish(keyed("m2", "k"));
        assertEquals(2, queue.actor.readyCount());
        assertFalse(queue.actor.settings().remembersKeys());
    }
}
