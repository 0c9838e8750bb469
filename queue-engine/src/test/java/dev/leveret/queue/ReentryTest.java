package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever is told of an effect may call the queue back, and finds it in order. */
class ReentryTest {

    private final List<String> seen = new ArrayList<>();
    private QueueActor actor;

    /** Effects that do something to the queue at once. */
    private abstract class CallingBack implements QueueEffects {

        @Override
        public void deliver(Consumer consumer, Delivery delivery) {}

        @Override
        public void reply(ReplyTo replyTo, QueueReply reply) {}

        @Override
        public void consumerCancelled(Consumer consumer) {}

        @Override
        public void consumerTimeoutChanged(Consumer consumer) {}

        @Override
        public void deadLetter(DeadLetter letter) {
            throw new AssertionError("the queue has nowhere for " + letter);
        }

        @Override
        public void unused() {}

        @Override
        public void deliveryDue() {}

        @Override
        public void reserve(int priority, long position) {}

        @Override
        public void wakeAt(long millis) {}
    }

    private Consumer consumerOf(QueueEffects effects, boolean noAck, int prefetchMax) {
        var settings = new QueueSettings("/", "q", false, false, true, FieldTable.EMPTY);
        actor = new QueueActor(settings, settings.rules(FieldTable.EMPTY), QueueKeeping.of(QueueStore.NONE, QueuePages.NONE), effects);
        var consumer = new Consumer(TestQueue.settings("c1", noAck, false, prefetchMax), null, null);
        actor.handle(new QueueCommand.Subscribe(consumer, TestQueue.ask("consume")), 0);
        return consumer;
    }

    @Test
    void aConsumerMayAcknowledgeWithinItsDelivery() {
        // given a consumer with a limit of one that acknowledges on the spot
        consumerOf(
                new CallingBack() {
                    @Override
                    public void deliver(Consumer consumer, Delivery delivery) {
                        seen.add(TestMessages.nameOf(delivery));
                        actor.settle(delivery, Outcome.ACK, null, 0);
                    }
                },
                false,
                1);

        // when three messages arrive
        for (String name : List.of("m1", "m2", "m3")) {
            actor.enqueue(TestMessages.transientOne(name), null, 0);
        }

        // then it gets them all in one turn
        assertFalse(actor.deliver(0));
        assertEquals(List.of("m1", "m2", "m3"), seen);
        assertEquals(0, actor.unackedCount());
    }

    @Test
    void aClosedChannelMayReturnWhatItGetsForEverWithoutHoldingUpTheLoop() {
        // given a consumer whose channel has closed, and returns what still comes
        consumerOf(
                new CallingBack() {
                    @Override
                    public void deliver(Consumer consumer, Delivery delivery) {
                        seen.add(TestMessages.nameOf(delivery));
                        actor.settle(delivery, Outcome.REQUEUE, null, 0);
                    }
                },
                false,
                0);
        actor.enqueue(TestMessages.transientOne("m1"), null, 0);

        // when a turn runs
        // then it ends, and another one is wanted
        assertTrue(actor.deliver(0));
        assertEquals(256, seen.size());
        assertEquals(1, actor.readyCount());
    }

    @Test
    void theQueueMayBeDeletedWithinADelivery() {
        // given a consumer that deletes the queue when it gets a message
        consumerOf(
                new CallingBack() {
                    @Override
                    public void deliver(Consumer consumer, Delivery delivery) {
                        seen.add(TestMessages.nameOf(delivery));
                        actor.handle(new QueueCommand.Delete(false, false, TestQueue.ask("delete")), 0);
                    }

                    @Override
                    public void consumerCancelled(Consumer consumer) {
                        seen.add("cancelled");
                    }
                },
                false,
                0);
        actor.enqueue(TestMessages.transientOne("m1"), null, 0);
        actor.enqueue(TestMessages.transientOne("m2"), null, 0);

        // when a turn runs
        // then nothing comes after the deletion
        assertFalse(actor.deliver(0));
        assertEquals(List.of("m1", "cancelled"), seen);
    }

    @Test
    void aMarkMayBeGrantedAtOnce() {
        // given a durable queue whose marks are granted on the spot, and a message
        var store = new MemoryQueueStore();
        actor = new QueueActor(
                new QueueSettings("/", "q", true, false, false, FieldTable.EMPTY),
                QueueRules.of(FieldTable.EMPTY, FieldTable.EMPTY),
                QueueKeeping.of(store, QueuePages.NONE),
                new CallingBack() {
                    @Override
                    public void reserve(int priority, long position) {
                        actor.handle(new QueueCommand.Reserved(0, position), 0);
                    }

                    @Override
                    public void reply(ReplyTo replyTo, QueueReply reply) {
                        seen.add(replyTo + " " + reply.getClass().getSimpleName());
                    }
                });
        actor.enqueue(TestMessages.persistentOne("m1"), null, 0);

        // when two ask for one
        actor.handle(new QueueCommand.Get(true, TestQueue.ask("first")), 0);
        actor.handle(new QueueCommand.Get(true, TestQueue.ask("second")), 0);

        // then each is answered once
        assertEquals(List.of("first Got", "second Empty"), seen);
    }

    @Test
    void aQuestionMayBeAnsweredAtOnce() {
        // given a consumer, and pages that read on the spot
        var pages = new MemoryQueuePages(new MemoryQueueStore()) {
            @Override
            public void load(long first, long last, int bytes) {
                super.load(first, last, bytes);
                actor.handle(answer(first), 0);
            }
        };
        actor = new QueueActor(
                new QueueSettings("/", "q", false, false, false, FieldTable.EMPTY),
                QueueRules.of(FieldTable.EMPTY, FieldTable.EMPTY),
                QueueKeeping.of(QueueStore.NONE, pages),
                new CallingBack() {
                    @Override
                    public void deliver(Consumer consumer, Delivery delivery) {
                        seen.add(TestMessages.nameOf(delivery));
                    }

                    @Override
                    public void deliveryDue() {
                        seen.add("due");
                    }
                });
        for (String name : List.of("m1", "m2", "m3")) {
            actor.enqueue(TestMessages.transientOne(name), null, 0);
        }
        actor.handle(new QueueCommand.PageOut(0), 0);

        // when it comes
        var consumer = new Consumer(TestQueue.settings("c1", true, false, 0), null, null);
        actor.handle(new QueueCommand.Subscribe(consumer, TestQueue.ask("consume")), 0);

        // then all are there, and the loop is told once
        assertFalse(actor.deliver(0));
        assertEquals(List.of("due", "m1", "m2", "m3"), seen);
    }

    @Test
    void anUnusedQueueMayBeDeletedAtOnce() {
        // given an auto-delete queue whose owner deletes it as soon as it is unused
        Consumer consumer = consumerOf(
                new CallingBack() {
                    @Override
                    public void unused() {
                        actor.handle(new QueueCommand.Delete(true, false, TestQueue.ask("delete")), 0);
                    }

                    @Override
                    public void reply(ReplyTo replyTo, QueueReply reply) {
                        seen.add(replyTo + " " + reply.getClass().getSimpleName());
                    }
                },
                false,
                0);

        // when its consumer goes
        actor.handle(new QueueCommand.Cancel(consumer, TestQueue.ask("cancel")), 0);

        // then the queue is gone after the answer
        assertEquals(List.of("consume Subscribed", "cancel Cancelled", "delete Deleted"), seen);
    }
}
