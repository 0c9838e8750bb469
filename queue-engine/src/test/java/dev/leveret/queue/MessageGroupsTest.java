package dev.leveret.queue;

import static dev.leveret.queue.GroupMessages.publish;
import static dev.leveret.queue.GroupMessages.with;
import static dev.leveret.queue.TestMessages.transientOne;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code x-message-group-header}: who gets what, and when. */
class MessageGroupsTest {

    private final TestQueue queue = GroupMessages.queue();

    @Test
    void whoHoldsMessagesOfAGroupGetsTheNextOnesToo() {
        // given
        queue.subscribe("c1");
        queue.subscribe("c2");

        // when
        publish(queue.quietly(), "a1", "a2", "b1", "b2", "a3");

        // then
        assertEquals(List.of("c1 <- a1", "c2 <- b1", "c1 <- a2", "c2 <- b2", "c1 <- a3"), sorted(queue.deliver()));
    }

    /** By the order of the messages' arrival. */
    private static List<String> sorted(List<String> seen) {
        List<String> order = List.of("a1", "b1", "a2", "b2", "a3");
        return seen.stream()
                .sorted((one, other) -> order.indexOf(one.substring(6)) - order.indexOf(other.substring(6)))
                .toList();
    }

    @Test
    void aGroupIsFreeForAnybodyWhenAllIsSettled() {
        // given
        queue.subscribe("c1", 1);
        queue.subscribe("c2", 1);
        publish(queue.quietly(), "a1", "a2");
        assertEquals(List.of("c1 <- a1"), queue.deliver());

        // when
        queue.settle("a1", Outcome.ACK);

        // then
        assertEquals(List.of("c2 <- a2"), queue.deliver());
    }

    @Test
    void messagesOfAGroupWaitForItsOwnerThoughOthersAreFree() {
        // given
        queue.subscribe("c1", 1);
        queue.subscribe("c2");
        publish(queue.quietly(), "a1", "a2", "b1");

        // when, then
        assertEquals(List.of("c1 <- a1", "c2 <- b1"), queue.deliver());
        assertEquals(1, queue.actor.readyCount());
        queue.settle("b1", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        queue.settle("a1", Outcome.ACK);
        assertEquals(List.of("c2 <- a2"), queue.deliver());
    }

    @Test
    void messagesWithoutTheHeaderGoToWhoeverIsNext() {
        // given
        queue.subscribe("c1");
        queue.subscribe("c2");

        // when
        publish(queue.quietly(), "-1", "-2", "-3", "-4");

        // then
        assertEquals(List.of("c1 <- -1", "c2 <- -2", "c1 <- -3", "c2 <- -4"), queue.deliver());
    }

    @Test
    void whatComesBackComesBeforeWhatWasNeverDelivered() {
        // given
        queue.subscribe("c1", 2);
        publish(queue.quietly(), "a1", "a2", "a3");
        assertEquals(List.of("c1 <- a1", "c1 <- a2"), queue.deliver());

        // when
        queue.settle("a2", Outcome.REQUEUE);
        queue.settle("a1", Outcome.REQUEUE);

        // then
        assertEquals(List.of("c1 <- a1 again", "c1 <- a2 again"), queue.deliver());
    }

    @Test
    void aGroupRestsUntilAllIsSettledThatWasHeldWhenOneCameBack() {
        // given
        queue.subscribe("c1", 3);
        publish(queue.quietly(), "a1", "a2", "a3", "a4");
        queue.quietly();

        // when, then
        queue.settle("a2", Outcome.REQUEUE);
        assertEquals(List.of(), queue.deliver());
        queue.settle("a1", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        queue.settle("a3", Outcome.REQUEUE);
        assertEquals(List.of("c1 <- a2 again", "c1 <- a3 again", "c1 <- a4"), queue.deliver());
    }

    @Test
    void anotherConsumerGoesOnWhereOneThatHasGoneLeftOff() {
        // given
        Consumer first = queue.subscribe("c1", 2);
        publish(queue.quietly(), "a1", "a2", "a3");
        queue.quietly();
        queue.subscribe("c2");
        queue.cancel(first);
        queue.quietly();

        // when, then
        queue.settle("a1", Outcome.REQUEUE);
        assertEquals(List.of(), queue.deliver(), "c1 has gone and still holds a2");
        queue.settle("a2", Outcome.REQUEUE);
        assertEquals(List.of("c2 <- a1 again", "c2 <- a2 again", "c2 <- a3"), queue.deliver());
    }

    @Test
    void aConsumerThatAcknowledgesNothingHoldsNothing() {
        // given
        queue.subscribeNoAck("c1");
        queue.subscribeNoAck("c2");

        // when
        publish(queue.quietly(), "a1", "a2", "a3");

        // then
        assertEquals(List.of("c1 <- a1", "c2 <- a2", "c1 <- a3"), queue.deliver());
    }

    @Test
    void basicGetTakesTheFirstMessageOfAFreeGroupAndHoldsTheGroup() {
        // given
        publish(queue, "a1", "a2", "b1", "b2");

        // when
        Delivery first = queue.get();
        queue.get(false);
        queue.get(false);

        // then
        List<String> answers = List.of("get: got a1, 3 remain", "get: got b1, 2 remain", "get: empty");
        assertEquals(answers, queue.effects.take());
        queue.subscribe("c1");
        queue.quietly();
        queue.settle(first, Outcome.ACK, null);
        assertEquals(List.of("c1 <- a2"), queue.deliver());
    }

    @Test
    void aGroupIsKnownByTheTextOfAnyValue() {
        // given
        queue.subscribe("c1", 1);
        queue.subscribe("c2", 1);
        queue.subscribe("c3", 1);
        queue.quietly();

        // when
        queue.publish(with(transientOne("number"), new FieldValue.Int32(5)));
        queue.publish(with(transientOne("big"), new FieldValue.Int64(5)));
        queue.publish(with(transientOne("text"), FieldValue.text("5")));
        queue.publish(with(transientOne("data"), new FieldValue.Bytes("5".getBytes(StandardCharsets.UTF_8))));
        queue.publish(with(transientOne("nothing"), new FieldValue.Void()));

        // then
        assertEquals(List.of("c1 <- number", "c2 <- nothing"), queue.deliver());
    }

    @Test
    void groupsAreToldApartByBytesThatAreNoText() {
        // given
        queue.subscribe("c1", 1);
        queue.subscribe("c2", 1);
        queue.quietly();

        // when
        queue.publish(with(transientOne("m1"), new FieldValue.LongString(new byte[] {(byte) 0xff})));
        queue.publish(with(transientOne("m2"), new FieldValue.LongString(new byte[] {(byte) 0xfe})));

        // then
        assertEquals(List.of("c1 <- m1", "c2 <- m2"), queue.deliver());
    }

    @Test
    void theConsumerOfTheHighestPriorityThatCanTakeSomethingIsServed() {
        // given
        queue.subscribe("low", 1);
        publish(queue.quietly(), "a1", "a2", "b1");
        assertEquals(List.of("low <- a1"), queue.deliver());

        // when
        queue.subscribe("high", 1);

        // then
        assertEquals(List.of("consume: subscribed high", "high <- b1"), queue.deliver());
    }
}
