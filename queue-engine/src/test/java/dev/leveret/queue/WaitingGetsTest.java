package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** basic.get waits for a message that is out of memory, or may not be delivered yet. */
class WaitingGetsTest {

    private final TestQueue queue = TestQueue.durableOne();

    private void ask(String who, boolean noAck) {
        queue.handle(new QueueCommand.Get(noAck, TestQueue.ask(who)));
    }

    @Test
    void itIsAnsweredWhenTheMessageHasBeenRead() {
        // given messages out of memory
        queue.publish("m0", "m1").pageOut(0);

        // when one is asked for
        queue.get(false);
        assertEquals(List.of(), queue.effects.take());
        queue.answerLoad();

        // then the answer comes when it is there
        assertEquals(List.of("get: got m0, 1 remain"), queue.effects.take());
        assertEquals(1, queue.actor.unackedCount());
    }

    @Test
    void whoCameFirstIsAnsweredFirst() {
        // given three who wait
        queue.publish("m0", "m1", "m2").pageOut(0);
        ask("a", false);
        ask("b", true);
        ask("c", false);

        // when the messages come one by one
        queue.answerLoad(0);
        assertEquals(List.of("a: got m0, 2 remain"), queue.effects.take());
        queue.answerLoad(2);

        // then each gets his
        assertEquals(List.of("b: got m1, 1 remain", "c: got m2, 0 remain"), queue.effects.take());
        assertEquals(2, queue.actor.unackedCount());
    }

    @Test
    void whoAsksForMoreThanThereIsIsToldWhenAllIsTaken() {
        // given two who wait for one message
        queue.publish("m0").pageOut(0);
        ask("a", false);
        ask("b", false);

        // when it has been read
        queue.answerLoad();

        // then the second gets none
        assertEquals(List.of("a: got m0, 0 remain", "b: empty"), queue.effects.take());
    }

    @Test
    void itWaitsForTheMark() {
        // given a stored message, none before which was taken
        queue.lateMarks().publishPersistent("m0");

        // when it is asked for
        queue.get(false);
        assertEquals(List.of(), queue.effects.take());
        queue.grant();

        // then the answer comes when there is a new mark
        assertEquals(List.of("get: got m0, 0 remain"), queue.effects.take());
    }

    @Test
    void itIsAnsweredBeforeAnyConsumer() {
        // given a consumer and a get that wait for the same messages
        queue.publish("m0", "m1").pageOut(0).subscribe("c1");
        queue.quietly();
        queue.get(false);

        // when these are there
        queue.answerLoad();

        // then the get has the first
        assertEquals(List.of("get: got m0, 1 remain", "c1 <- m1"), queue.deliver());
    }

    @Test
    void aReturnedMessageAnswersIt() {
        // given an unacked message, and a get that waits for another one
        queue.publish("m0", "m1");
        Delivery taken = queue.get();
        queue.pageOut(0).get(false);
        queue.quietly();

        // when the first is returned
        queue.settle(taken, Outcome.REQUEUE, null);

        // then that one is the answer
        assertEquals(List.of("get: got m0 again, 1 remain"), queue.effects.take());
    }

    @Test
    void ofSeveralThatAreReturnedTogetherItGetsTheFirst() {
        // given three unacked messages, and a get that waits for another one
        queue.publish("m0", "m1", "m2", "m3");
        Delivery[] latestFirst = List.of(queue.get(), queue.get(), queue.get()).reversed().toArray(Delivery[]::new);
        queue.pageOut(0).get(false);
        queue.quietly();

        // when the three are returned by one command, the latest first
        queue.handle(new QueueCommand.Settle(latestFirst, Outcome.REQUEUE, null));

        // then the answer is the one that was published first
        assertEquals(List.of("get: got m0 again, 3 remain"), queue.effects.take());
    }

    @Test
    void aPurgeAnswersItWithEmpty() {
        // given a get that waits
        queue.publish("m0").pageOut(0).get(false);

        // when the queue is purged
        queue.purge();

        // then there is nothing for it
        assertEquals(List.of("purge: purged 1", "get: empty"), queue.effects.take());
    }

    @Test
    void aPurgeAnswersWhoWaitsForTheMark() {
        // given a get that waits for the mark
        queue.lateMarks().publishPersistent("m0").get(false);

        // when the queue is purged, and then the mark granted
        queue.purge();
        queue.grant();

        // then there is nothing for it
        assertEquals(List.of("purge: purged 1", "get: empty"), queue.effects.take());
    }

    @Test
    void aDeletedQueueIsNotFoundByThoseWhoWait() {
        // given two gets that wait
        queue.publish("m0").pageOut(0);
        ask("a", false);
        ask("b", false);

        // when the queue is deleted
        queue.delete();
        queue.answerLoad();

        // then both hear of it
        assertEquals(
                List.of(
                        "a: 404 no queue 'q' in vhost '/'",
                        "b: 404 no queue 'q' in vhost '/'",
                        "delete: deleted 1"),
                queue.effects.take());
    }

    @Test
    void whoWaitsForWhatCannotBeReadIsRefused() {
        // given one who waits
        queue.publish("m0", "m1").pageOut(0);
        queue.get(false);

        // when the messages cannot be read
        queue.handle(new QueueCommand.LoadFailed(0));

        // then he is told, and so is who comes later
        String refusal = "get: 541 messages of queue 'q' in vhost '/' cannot be read";
        assertEquals(List.of(refusal), queue.effects.take());
        queue.get(false);
        assertEquals(List.of(refusal), queue.effects.take());

        // and a purge makes the queue whole again
        queue.purge();
        queue.publish("m2");
        queue.effects.take();
        queue.get(false);
        assertEquals(List.of("get: got m2, 0 remain"), queue.effects.take());
    }

    @Test
    void whatWaitsForTheMarkIsNotTakenForWhatCannotBeRead() {
        // given a message in memory that waits for the mark, as one does who asks, and others that are being read
        queue.lateMarks().publishPersistent("m0", "m1");
        int size = TestMessages.persistentOne("m0").size();
        queue.pages.holdBelow(2);
        queue.pageOut(size);
        queue.get(false);
        assertEquals(List.of(), queue.effects.take());

        // when these cannot be read
        queue.handle(new QueueCommand.LoadFailed(0));
        queue.grant();

        // then he gets the one
        assertEquals(List.of("get: got m0, 1 remain"), queue.effects.take());
    }

    @Test
    void whoIsLeftWithWhatCannotBeReadIsRefused() {
        // given messages that cannot be read, and one of a higher priority that waits for a mark, as two do who ask
        var prior = TestQueue.durableWith(FieldTable.of("x-max-priority", new FieldValue.Int32(1))).lateMarks();
        prior.publish("m0", "m1").pageOut(0);
        prior.get(false);
        prior.handle(new QueueCommand.LoadFailed(0));
        prior.publish(TestMessages.persistently(TestMessages.priorOne("high", 1)));
        prior.handle(new QueueCommand.Get(false, TestQueue.ask("a")));
        prior.handle(new QueueCommand.Get(false, TestQueue.ask("b")));
        prior.effects.take();

        // when the mark is granted
        prior.grant();

        // then the first one gets the message, and the other one does not wait for ever
        assertEquals(
                List.of("a: got high, 2 remain", "b: 541 messages of queue 'q' in vhost '/' cannot be read"),
                prior.effects.take());
    }
}
