package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.Permit;
import java.util.List;

/** A queue named q with everything around it that a test needs to lead it through a history. */
final class TestQueue {

    private static final DurableUnit.Completion NOBODY = new DurableUnit.Completion() {
        @Override
        public void durable() {}

        @Override
        public void failed() {}
    };

    final RecordedEffects effects;
    final MemoryKeeping keeping;

    /** Of messages without a priority. */
    final MemoryQueueStore store;

    /** Of messages without a priority. */
    final MemoryQueuePages pages;

    final QueueActor actor;

    /** In milliseconds since 1970. */
    long now = 1_000_000;

    /** The store takes its time with marks, until {@link #grant}. */
    private boolean marksTakeTime;

    private TestQueue(boolean durable, boolean autoDelete) {
        this(durable, autoDelete, FieldTable.EMPTY);
    }

    private TestQueue(boolean durable, boolean autoDelete, FieldTable arguments) {
        this(new QueueSettings("/", "q", durable, false, autoDelete, arguments), null);
    }

    /** @param kept null: nothing yet */
    private TestQueue(QueueSettings settings, MemoryKeeping kept) {
        keeping = kept == null ? MemoryKeeping.of(settings) : kept;
        store = keeping.stores().getFirst();
        pages = keeping.allPages().getFirst();
        effects = new RecordedEffects(keeping.stores());
        actor = new QueueActor(settings, settings.rules(FieldTable.EMPTY), keeping, effects);
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

    /** A transient queue with one argument, which has begun. */
    static TestQueue with(String argument, long value) {
        var queue = new TestQueue(false, false, FieldTable.of(argument, new FieldValue.Int64(value)));
        queue.handle(new QueueCommand.Tick());
        return queue;
    }

    /** A transient queue with these arguments, which has begun. */
    static TestQueue with(FieldTable arguments) {
        var queue = new TestQueue(false, false, arguments);
        queue.handle(new QueueCommand.Tick());
        return queue;
    }

    /** A durable queue with these arguments, which has begun. */
    static TestQueue durableWith(FieldTable arguments) {
        var queue = new TestQueue(true, false, arguments);
        queue.handle(new QueueCommand.Tick());
        return queue;
    }

    /** A durable queue whose marks are durable when the test says so; with all others they are at once. */
    static TestQueue withLateMarks() {
        return durableOne().lateMarks();
    }

    /** From now on marks are durable when the test says so. */
    TestQueue lateMarks() {
        marksTakeTime = true;
        return this;
    }

    /** What is left of a durable queue after its broker was killed; its actor has been told nothing yet. */
    static TestQueue after(TestQueue before) {
        return new TestQueue(before.actor.settings(), MemoryKeeping.after(before.keeping.stores()));
    }

    static DurableUnit unitOf(int parts) {
        return new DurableUnit(parts, 0, NOBODY);
    }

    TestQueue publish(String... names) {
        for (String name : names) {
            publish(TestMessages.transientOne(name));
        }
        return this;
    }

    TestQueue publishPersistent(String... names) {
        for (String name : names) {
            publish(TestMessages.persistentOne(name));
        }
        return this;
    }

    /** Publishes a message that arrives now. */
    TestQueue publish(Message message) {
        actor.enqueue(message.arrivedAt(now), null, now);
        grantAtOnce();
        return this;
    }

    /** Lets time go on, and brings the tick that the queue has asked for, if it is time. */
    TestQueue advance(long millis) {
        now += millis;
        while (effects.wakeAtMillis <= now) {
            effects.wakeAtMillis = Long.MAX_VALUE;
            handle(new QueueCommand.Tick());
        }
        return this;
    }

    void handle(QueueCommand command) {
        actor.handle(command, now);
        grantAtOnce();
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
        grant();
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
            actor.handle(effects.marks.removeFirst(), now);
        }
    }

    /** @return whether there was a mark to grant */
    private boolean grantAtOnce() {
        if (marksTakeTime || effects.marks.isEmpty()) {
            return false;
        }
        grant();
        return true;
    }

    /** Delivers until nothing more can be, and tells what has been seen since the last look. */
    List<String> deliver() {
        do {
            while (actor.deliver(now)) {
                // the loop would do other work in between
            }
        } while (grantAtOnce());
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
        settle(delivered(name), outcome, null);
    }

    void settle(Delivery delivery, Outcome outcome, DurableUnit unit) {
        actor.settle(delivery, outcome, unit, now);
        grantAtOnce();
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
