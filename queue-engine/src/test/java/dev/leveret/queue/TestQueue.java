package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.Permit;
import java.util.List;

/** A queue named q with everything around it that a test needs to lead it through a history. */
final class TestQueue {

    private static final long NOW = 1_000_000;
    private static final DurableUnit.Completion NOBODY = new DurableUnit.Completion() {
        @Override
        public void durable() {}

        @Override
        public void failed() {}
    };

    final RecordedEffects effects = new RecordedEffects();
    final MemoryQueueStore store = new MemoryQueueStore();
    final MemoryQueuePages pages = new MemoryQueuePages(store);
    final QueueActor actor;

    private TestQueue(boolean durable, boolean autoDelete) {
        var settings = new QueueSettings("/", "q", durable, false, autoDelete, FieldTable.EMPTY);
        actor = new QueueActor(settings, durable ? store : QueueStore.NONE, pages, effects);
    }

    static TestQueue transientOne() {
        return new TestQueue(false, false);
    }

    static TestQueue durableOne() {
        return new TestQueue(true, false);
    }

    static TestQueue autoDeleteOne() {
        return new TestQueue(false, true);
    }

    static DurableUnit unitOf(int parts) {
        return new DurableUnit(parts, 0, NOBODY);
    }

    TestQueue publish(String... names) {
        for (String name : names) {
            actor.enqueue(TestMessages.transientOne(name), null, NOW);
        }
        return this;
    }

    TestQueue publishPersistent(String... names) {
        for (String name : names) {
            actor.enqueue(TestMessages.persistentOne(name), null, NOW);
        }
        return this;
    }

    void handle(QueueCommand command) {
        actor.handle(command, NOW);
    }

    /** Subscribes a consumer that acknowledges, without a limit. */
    Consumer subscribe(String tag) {
        return subscribe(tag, 0);
    }

    Consumer subscribe(String tag, int prefetchMax) {
        return subscribe(settings(tag, false, false, prefetchMax), null);
    }

    Consumer subscribeNoAck(String tag) {
        return subscribe(settings(tag, true, false, 1), null);
    }

    Consumer subscribeExclusive(String tag) {
        return subscribe(settings(tag, false, true, 0), null);
    }

    /** Settings without arguments and without a limit in bytes. */
    static ConsumerSettings settings(String tag, boolean noAck, boolean exclusive, int prefetchMax) {
        return new ConsumerSettings(tag, noAck, exclusive, prefetchMax, Long.MAX_VALUE, FieldTable.EMPTY);
    }

    Consumer subscribe(ConsumerSettings settings, Permit permit) {
        var consumer = new Consumer(settings, permit, null);
        handle(new QueueCommand.Subscribe(consumer, ask("consume")));
        return consumer;
    }

    void cancel(Consumer consumer) {
        handle(new QueueCommand.Cancel(consumer, ask("cancel")));
    }

    void get(boolean noAck) {
        handle(new QueueCommand.Get(noAck, ask("get")));
    }

    /** Gets a message that is to be acknowledged. */
    Delivery get() {
        get(false);
        return ((QueueReply.Got) effects.lastReply).delivery();
    }

    void purge() {
        handle(new QueueCommand.Purge(ask("purge")));
    }

    void delete() {
        delete(false, false);
    }

    void delete(boolean ifUnused, boolean ifEmpty) {
        handle(new QueueCommand.Delete(ifUnused, ifEmpty, ask("delete")));
    }

    void inspect() {
        handle(new QueueCommand.Inspect(ask("inspect")));
    }

    /** Has all leave memory that can, but for so many bytes of what is next. */
    TestQueue pageOut(long keepBytes) {
        handle(new QueueCommand.PageOut(keepBytes));
        return this;
    }

    /** Answers the open question with all that was asked for. */
    void answerLoad() {
        answerLoad(pages.question().last());
    }

    /** Answers the open question with the messages up to a position. */
    void answerLoad(long upTo) {
        handle(pages.answer(upTo));
    }

    /** The marks that were asked for are durable. */
    void grant() {
        while (!effects.marks.isEmpty()) {
            handle(new QueueCommand.Reserved(effects.marks.removeFirst()));
        }
    }

    /** Delivers until nothing more can be, and tells what has been seen since the last look. */
    List<String> deliver() {
        while (actor.deliver(NOW)) {
            // the loop would do other work in between
        }
        return effects.take();
    }

    /** The latest delivery of that message. */
    Delivery delivered(String name) {
        return effects.deliveries.reversed().stream()
                .filter(delivery -> TestMessages.nameOf(delivery).equals(name))
                .findFirst()
                .orElseThrow();
    }

    void settle(String name, Outcome outcome) {
        actor.settle(delivered(name), outcome, null, NOW);
    }

    void settle(Delivery delivery, Outcome outcome, DurableUnit unit) {
        actor.settle(delivery, outcome, unit, NOW);
    }

    /** Empties the effects, so that the next look starts here. */
    TestQueue quietly() {
        deliver();
        return this;
    }

    static ReplyTo ask(String what) {
        return new ReplyTo() {
            @Override
            public String toString() {
                return what;
            }
        };
    }
}
