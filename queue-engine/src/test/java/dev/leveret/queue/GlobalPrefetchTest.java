package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Permit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers that share a limit ask for a permit before each delivery, and rest when it is refused. */
class GlobalPrefetchTest {

    /** A limit with a number of permits, which notes whom it refused. */
    private static final class CountedPermit implements Permit {

        private int free;
        private final List<String> refused = new ArrayList<>();

        CountedPermit(int free) {
            this.free = free;
        }

        @Override
        public boolean tryTake(Consumer consumer) {
            if (free == 0) {
                refused.add(consumer.toString());
                return false;
            }
            free--;
            return true;
        }
    }

    private final TestQueue queue = TestQueue.transientOne();

    private Consumer subscribe(String tag, Permit permit) {
        return queue.subscribe(TestQueue.settings(tag, false, false, 0), permit);
    }

    @Test
    void aRefusedConsumerGetsNothingAndIsNotAskedAgain() {
        // given two consumers that share two permits
        var permit = new CountedPermit(2);
        subscribe("c1", permit);
        subscribe("c2", permit);
        queue.quietly();

        // when more messages arrive, at different times
        queue.publish("m1", "m2", "m3");
        assertEquals(List.of("c1 <- m1", "c2 <- m2"), queue.deliver());
        queue.publish("m4").quietly();

        // then each has been refused once
        assertEquals(List.of("c1", "c2"), permit.refused);
        assertEquals(2, queue.actor.readyCount());
    }

    @Test
    void aPermitThatIsFreeAgainBringsTheConsumerBack() {
        // given a consumer that was refused
        var permit = new CountedPermit(1);
        Consumer consumer = subscribe("c1", permit);
        queue.publish("m1", "m2").quietly();

        // when it settles, which alone changes nothing, and its channel passes the permit on
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        assertEquals(List.of("c1"), permit.refused);
        permit.free++;
        queue.handle(new QueueCommand.Unblocked(consumer));

        // then it gets the next message
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void anInvitationWithoutAPermitEndsInAnotherRefusal() {
        // given a consumer that was refused
        var permit = new CountedPermit(0);
        Consumer consumer = subscribe("c1", permit);
        queue.publish("m1").quietly();

        // when it is invited, but somebody else took the permit
        queue.handle(new QueueCommand.Unblocked(consumer));

        // then it rests again
        assertEquals(List.of(), queue.deliver());
        assertEquals(List.of("c1", "c1"), permit.refused);
        assertFalse(queue.actor.deliver(0));
    }

    @Test
    void anInvitationToOneThatIsNotWaitingIsHarmless() {
        // given a consumer that has just been cancelled, and one that never waited
        var permit = new CountedPermit(5);
        Consumer cancelled = subscribe("c1", permit);
        queue.cancel(cancelled);
        Consumer idle = subscribe("c2", permit);
        queue.quietly();

        // when both are invited
        queue.handle(new QueueCommand.Unblocked(cancelled));
        queue.handle(new QueueCommand.Unblocked(idle));
        queue.publish("m1", "m2");

        // then only one of them is served, once per message
        assertEquals(List.of("c2 <- m1", "c2 <- m2"), queue.deliver());
    }

    @Test
    void noPermitIsTakenWithoutAMessageToDeliver() {
        // given a consumer of an empty queue
        var permit = new CountedPermit(3);
        subscribe("c1", permit);

        // when a turn runs after one message
        queue.publish("m1").quietly();

        // then one permit is taken
        assertEquals(2, permit.free);
    }

    @Test
    void oneThatDoesNotAcknowledgeNeedsNoPermit() {
        // given a consumer that does not acknowledge, and no free permit
        var permit = new CountedPermit(0);
        queue.subscribe(TestQueue.settings("c1", true, false, 0), permit);
        queue.quietly();

        // when a message arrives
        queue.publish("m1");

        // then it is delivered
        assertEquals(List.of("c1 <- m1"), queue.deliver());
    }

    @Test
    void othersAreServedWhileOneIsRefused() {
        // given a consumer without a permit, and one that needs none
        subscribe("c1", new CountedPermit(0));
        queue.subscribe("c2");
        queue.quietly();

        // when messages arrive
        queue.publish("m1", "m2");

        // then the other one gets them
        assertEquals(List.of("c2 <- m1", "c2 <- m2"), queue.deliver());
    }
}
