package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long queues become, and what happens then. RabbitMQ's page "Queue Length Limit". */
class LengthLimitTest {

    private static final FieldTable TWO_AND_LETTERS = FieldTable.builder()
            .put("x-max-length", 2)
            .put("x-dead-letter-exchange", "")
            .put("x-dead-letter-routing-key", "dead")
            .build();

    private static FieldTable full(String overflow) {
        return FieldTable.builder()
                .put("x-max-length", 1)
                .put("x-overflow", overflow)
                .put("x-dead-letter-exchange", "dlx")
                .build();
    }

    private static String offer(TestQueue queue, String name) {
        queue.handle(new QueueCommand.Offer(TestMessages.transientOne(name), null, TestQueue.ask("offer")));
        return queue.effects.take().getLast();
    }

    @Test
    void theHeadIsDroppedWhenThereAreTooMany() {
        // given a queue that holds two
        var queue = TestQueue.with("x-max-length", 2);

        // when three come
        queue.publish("m1", "m2", "m3");

        // then the last two are there
        queue.subscribe("c");
        assertEquals(List.of("consume: subscribed c", "c <- m2", "c <- m3"), queue.deliver());
    }

    @Test
    void theHeadIsDroppedWhenTheyAreTooBig() {
        var queue = TestQueue.with("x-max-length-bytes", 5);

        queue.publish("m1", "m2", "m3");

        assertEquals(2, queue.actor.readyCount());
    }

    @Test
    void whatIsDroppedIsADeadLetter() {
        var queue = TestQueue.with(TWO_AND_LETTERS).publish("m1", "m2", "m3");

        assertEquals(List.of("m1 maxlen to /dead"), queue.effects.take());
    }

    @Test
    void whatIsTooMuchStaysWhileItsLettersFindNoRoom() {
        // given a queue that holds nothing, and so many letters on their way that no more may follow
        var queue = TestQueue.with(FieldTable.builder()
                .put("x-max-length", 0)
                .put("x-dead-letter-exchange", "full")
                .build());
        for (int i = 0; i < 10_000; i++) {
            queue.publish("m");
        }

        // when more come
        queue.publish("m1", "m2", "m3");

        // then they stay
        assertEquals(3, queue.actor.readyCount());

        // and when two letters have got to where they go, two of them follow
        for (var letter : List.copyOf(queue.effects.letters).subList(0, 2)) {
            queue.handle(new QueueCommand.Depart(letter.source(), null));
        }
        assertEquals(1, queue.actor.readyCount());
        assertEquals(10_002, queue.effects.letters.size());
    }

    @Test
    void whatArrivesTooLateAtAFullQueueIsDroppedForItsLength() {
        // given a queue that holds nothing, and no message for any time
        var queue = TestQueue.with(FieldTable.builder()
                .put("x-max-length", 0)
                .put("x-message-ttl", 0)
                .put("x-dead-letter-exchange", "")
                .put("x-dead-letter-routing-key", "dead")
                .build());

        // when
        queue.publish("m1");

        // then, as in RabbitMQ
        assertEquals(List.of("m1 maxlen to /dead"), queue.effects.take());
    }

    @Test
    void whatComesBackTooLateToAFullQueueIsDroppedForItsLength() {
        // given a queue of one, whose message somebody has, and another one
        var queue = TestQueue.with(FieldTable.builder()
                .put("x-max-length", 1)
                .put("x-dead-letter-exchange", "")
                .put("x-dead-letter-routing-key", "dead")
                .build());
        queue.publish(TestMessages.expiringOne("m1", "100"));
        Delivery first = queue.get();
        queue.publish("m2");
        queue.advance(200);
        queue.effects.take();

        // when it comes back
        queue.settle(first, Outcome.REQUEUE, null);

        // then
        assertEquals(List.of("m1 maxlen to /dead"), queue.effects.take());
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void unacknowledgedMessagesDoNotCount() {
        // given two messages that somebody has
        var queue = TestQueue.with("x-max-length", 2).publish("m1", "m2");
        queue.subscribe("c", 2);
        queue.quietly();

        // when two more come
        queue.publish("m3", "m4");

        // then all are there
        assertEquals(2, queue.actor.readyCount());
        assertEquals(2, queue.actor.unackedCount());
    }

    @Test
    void messagesThatComeBackCount() {
        // given a full queue, and a message that somebody has
        var queue = TestQueue.with("x-max-length", 1).publish("m1");
        Delivery first = queue.get();
        queue.publish("m2");

        // when it comes back
        queue.settle(first, Outcome.REQUEUE, null);

        // then the head, which it is, is dropped
        assertEquals("m2", TestMessages.nameOf(queue.get()));
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void whatAConsumerCanTakeAtOnceIsNotDropped() {
        // given a queue that holds nothing, and a consumer
        var queue = TestQueue.with("x-max-length", 0);
        queue.subscribe("c", 1);
        queue.effects.take();

        // when two messages come
        queue.publish("m1", "m2");

        // then it has one, and the other is gone
        assertEquals(List.of("c <- m1"), queue.deliver());
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void aFullQueueMayRefuse() {
        var queue = TestQueue.with(full("reject-publish"));

        assertEquals("offer: granted", offer(queue, "m1"));
        assertEquals("offer: refused", offer(queue, "m2"));
        assertTrue(queue.effects.letters.isEmpty());
    }

    @Test
    void whatAFullQueueRefusesMayBeADeadLetter() {
        var queue = TestQueue.with(full("reject-publish-dlx"));
        offer(queue, "m1");

        assertEquals("offer: refused", offer(queue, "m2"));
        assertEquals("m2", TestMessages.nameOf(queue.effects.letters.getFirst().message()));
        assertEquals(null, queue.effects.letters.getFirst().source());
    }

    @Test
    void whatIsRefusedHasItsPartInTheUnit() {
        // given a full durable queue
        var queue = TestQueue.durableWith(full("reject-publish")).publishPersistent("m1");
        var unit = TestQueue.unitOf(2);

        // when a message is offered
        queue.handle(new QueueCommand.Offer(TestMessages.persistentOne("m2"), unit, TestQueue.ask("offer")));

        // then the unit has its part, and the queue no message more
        assertEquals(1, queue.store.partsOf(unit));
        assertEquals(1, queue.store.messages.size());
    }

    @Test
    void promisedRoomIsKept() {
        // given room for one, which is promised
        var queue = TestQueue.with(full("reject-publish"));
        var message = TestMessages.transientOne("m1");
        queue.handle(new QueueCommand.AskRoom(message, TestQueue.ask("room")));

        // when another message comes, and then the promised one
        assertEquals("offer: refused", offer(queue, "m2"));
        queue.handle(new QueueCommand.TakePromised(message, null));

        // then that one is there
        assertEquals("m1", TestMessages.nameOf(queue.get()));
    }

    @Test
    void roomThatIsGivenUpIsFree() {
        var queue = TestQueue.with(full("reject-publish"));
        var message = TestMessages.transientOne("m1");
        queue.handle(new QueueCommand.AskRoom(message, TestQueue.ask("room")));

        queue.handle(new QueueCommand.GiveUp(message));

        assertEquals("offer: granted", offer(queue, "m2"));
    }

    @Test
    void aLowerLimitHoldsAtOnce() {
        // given three messages
        var queue = TestQueue.transientOne().publish("m1", "m2", "m3");

        // when a policy limits the queue to one
        queue.handle(new QueueCommand.Configure(
                QueueRules.of(FieldTable.EMPTY, FieldTable.builder().put("max-length", 1).build())));

        // then the last one is left
        assertEquals(1, queue.actor.readyCount());
        assertEquals("m3", TestMessages.nameOf(queue.get()));
    }
}
