package dev.leveret.queue;

import static dev.leveret.queue.GroupMessages.expiringOne;
import static dev.leveret.queue.GroupMessages.publish;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Consumer;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Message groups together with whatever else a queue does. */
class MessageGroupRulesTest {

    private static FieldTable with(String argument, FieldValue value) {
        return GroupMessages.ARGUMENTS.with(argument, value);
    }

    @Test
    void theFirstMessageOfAFullQueueLeavesWhoeverItIsFor() {
        // given
        TestQueue queue = TestQueue.with(with("x-max-length", new FieldValue.Int32(2)));
        queue.subscribe("c1", 1);
        publish(queue.quietly(), "a1", "a2", "b1");
        queue.quietly();

        // when
        publish(queue, "b2");
        queue.settle("a1", Outcome.ACK);

        // then
        assertEquals(List.of("c1 <- b1"), queue.deliver());
        assertEquals(1, queue.actor.readyCount());
    }

    @Test
    void theFirstMessageOfTheQueueExpiresThoughItsGroupIsHeld() {
        // given
        TestQueue queue = GroupMessages.queue();
        queue.subscribe("c1", 1);
        publish(queue.quietly(), "a1");
        queue.quietly();
        queue.publish(expiringOne("a2", "50"));

        // when
        queue.advance(50);

        // then
        assertEquals(0, queue.actor.readyCount());
    }

    @Test
    void whatIsOverIsNotDeliveredThoughItIsBehindAMessageThatWaits() {
        // given
        TestQueue queue = TestQueue.with(with("x-dead-letter-exchange", FieldValue.text("dead")));
        queue.subscribe("c1", 1);
        publish(queue.quietly(), "a1", "a2");
        queue.quietly();
        queue.publish(expiringOne("b1", "50"));
        publish(queue, "b2");

        // when
        queue.advance(50);
        queue.subscribe("c2");

        // then
        assertEquals(List.of("consume: subscribed c2", "b1 expired to dead/q", "c2 <- b2"), queue.deliver());
    }

    @Test
    void aRejectedMessageFreesItsGroup() {
        // given
        TestQueue queue = TestQueue.with(with("x-dead-letter-exchange", FieldValue.text("dead")));
        queue.subscribe("c1", 1);
        queue.subscribe("c2", 1);
        publish(queue.quietly(), "a1", "a2");
        queue.quietly();

        // when
        queue.settle("a1", Outcome.DISCARD);

        // then
        assertEquals(List.of("a1 rejected to dead/q", "c2 <- a2"), queue.deliver());
    }

    @Test
    void aPurgeLeavesGroupsWithThoseWhoHoldThem() {
        // given
        TestQueue queue = GroupMessages.queue();
        queue.subscribe("c1", 1);
        queue.subscribe("c2");
        publish(queue.quietly(), "a1", "a2");
        queue.quietly();

        // when
        queue.purge();
        publish(queue, "a3");

        // then
        assertEquals(List.of("purge: purged 1"), queue.deliver());
        queue.settle("a1", Outcome.ACK);
        assertEquals(List.of("c2 <- a3"), queue.deliver());
    }

    @Test
    void aDeletedQueueTakesBackWhatIsSettled() {
        // given
        TestQueue queue = GroupMessages.queue();
        queue.subscribe("c1");
        publish(queue.quietly(), "a1", "a2");
        queue.quietly();

        // when
        queue.delete();
        queue.settle("a1", Outcome.REQUEUE);

        // then
        assertEquals(List.of("c1 is cancelled", "delete: deleted 0"), queue.deliver());
    }

    @Test
    void aSingleActiveConsumerGetsAllGroupsAndTheNextOneThoseThatAreFree() {
        // given
        TestQueue queue = TestQueue.with(with("x-single-active-consumer", new FieldValue.Bool(true)));
        Consumer first = queue.subscribe("c1", 2);
        queue.subscribe("c2");
        publish(queue.quietly(), "a1", "b1", "a2", "b2");
        assertEquals(List.of("c1 <- a1", "c1 <- b1"), queue.deliver());

        // when
        queue.cancel(first);
        queue.settle("b1", Outcome.ACK);

        // then
        assertEquals(List.of("cancel: cancelled c1", "c2 <- b2"), queue.deliver());
    }

    @Test
    void groupsAreReadFromWhatIsStoredAfterAStart() {
        // given
        TestQueue before = TestQueue.durableWith(GroupMessages.ARGUMENTS);
        for (String name : List.of("a1", "a2", "b1", "a3")) {
            before.publish(GroupMessages.persistentOne(name));
        }
        TestQueue queue = TestQueue.after(before);
        queue.pages.recovered(0, 3);
        queue.actor.recover(0, -1, new RecoveredRange(0, 3, 4, 0, Long.MAX_VALUE));

        // when
        queue.subscribe("c1", 2);
        queue.subscribe("c2", 2);
        queue.answerLoad(1);
        queue.grant();

        // then
        assertEquals(List.of("consume: subscribed c1", "consume: subscribed c2", "c1 <- a1", "c1 <- a2"), queue.deliver());
        queue.answerLoad(3);
        assertEquals(List.of("c2 <- b1"), queue.deliver());
    }

    @Test
    void whatIsOutOfMemoryIsReadForWhoFindsNothingInMemory() {
        // given
        TestQueue queue = GroupMessages.queue();
        queue.subscribe("c1", 1);
        publish(queue.quietly(), "a1");
        queue.quietly();
        publish(queue, "a2", "b1", "c1");
        queue.pageOut(0);
        assertEquals(3, queue.pages.count());

        // when
        queue.subscribe("c2", 2);
        queue.answerLoad();

        // then
        assertEquals(List.of("consume: subscribed c2", "c2 <- b1", "c2 <- c1"), queue.deliver());
    }

    @Test
    void aGroupWaitsForAMessageThatIsTriedAgainLater() {
        // given
        TestQueue queue = TestQueue.durableWith(with("x-queue-type", FieldValue.text("quorum"))
                .with("x-delayed-retry-type", FieldValue.text("all"))
                .with("x-delayed-retry-min", new FieldValue.Int32(100)));
        queue.subscribe("c1", 2);
        publish(queue.quietly(), "a1", "a2", "a3", "b1");
        assertEquals(List.of("c1 <- a1", "c1 <- a2"), queue.deliver());

        // when, then
        queue.settle("a1", Outcome.FAIL);
        queue.settle("a2", Outcome.ACK);
        assertEquals(List.of("c1 <- b1"), queue.deliver());
        queue.advance(100);
        assertEquals(List.of("c1 <- a1 again"), queue.deliver());
    }

    @Test
    void aMessageThatHasComeBackTooOftenFreesItsGroup() {
        // given
        TestQueue queue = TestQueue.durableWith(with("x-queue-type", FieldValue.text("quorum"))
                .with("x-delivery-limit", new FieldValue.Int32(0)));
        queue.subscribe("c1", 1);
        queue.subscribe("c2", 1);
        publish(queue.quietly(), "a1", "a2");
        assertEquals(List.of("c1 <- a1"), queue.deliver());

        // when
        queue.settle("a1", Outcome.FAIL);

        // then
        assertEquals(List.of("c2 <- a2"), queue.deliver());
    }

    @Test
    void aQueueWithPrioritiesHasNoGroups() {
        refused(
                with("x-max-priority", new FieldValue.Int32(5)),
                "invalid arg 'x-message-group-header' for queue 'q' in vhost '/': a queue with message groups cannot have priorities");
    }

    @Test
    void theNameOfTheHeaderIsAText() {
        refused(
                FieldTable.of("x-message-group-header", new FieldValue.Int32(5)),
                "invalid arg 'x-message-group-header' for queue 'q' in vhost '/': {unacceptable_type,signedint}");
        refused(
                FieldTable.of("x-message-group-header", FieldValue.text("")),
                "invalid arg 'x-message-group-header' for queue 'q' in vhost '/': the name of a header is empty");
    }

    @Test
    void aQueueIsNotDeclaredOnceMoreWithAnotherHeader() {
        var settings = new QueueSettings("/", "q", false, false, false, GroupMessages.ARGUMENTS);
        var other = FieldTable.of("x-message-group-header", FieldValue.text("another"));
        var refusal = Assertions.assertThrows(
                AmqpException.class, () -> ArgumentEquivalence.check(settings, false, false, false, other));
        assertEquals(
                "inequivalent arg 'x-message-group-header' for queue 'q' in vhost '/': received 'another' but current is 'group'",
                refusal.error().text());
    }

    private static void refused(FieldTable arguments, String text) {
        var refusal = Assertions.assertThrows(
                AmqpException.class, () -> new QueueSettings("/", "q", false, false, false, arguments));
        assertEquals(406, refusal.error().code().code());
        assertEquals(text, refusal.error().text());
    }
}
