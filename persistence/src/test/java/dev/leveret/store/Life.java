package dev.leveret.store;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.store.Expectation.QueueState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What real queues share between a start of their store and its end: two writers, as two event loops would have, and the time. */
final class Life {

    final BrokerStore store;
    final RecordedWriter first;
    final Map<Long, QueueState> states;
    private final BooleanSupplier powerIsOff;
    private final RecordedWriter second;
    private final Expectation expectation;
    long now;

    /** @param states of all that was found */
    Life(BrokerStore store, BooleanSupplier powerIsOff, Expectation expectation, Map<Long, QueueState> states, long now) {
        this.store = store;
        this.powerIsOff = powerIsOff;
        this.expectation = expectation;
        this.states = states;
        this.first = new RecordedWriter(store.writer(), expectation);
        this.second = new RecordedWriter(store.writer(), expectation);
        this.now = now;
    }

    /** Whether the store may have more to do than to answer, or may never do it. */
    boolean mayBeLate() {
        return store.isImpaired() || powerIsOff.getAsBoolean();
    }

    /** The writer of a queue, for all its priorities. */
    RecordedWriter writerOf(QueueDefinition queue) {
        return queue.id() % 2 == 0 ? first : second;
    }

    QueueStore storeOf(QueueDefinition queue, int priority) {
        return writerOf(queue).queue(stateOf(queue, priority));
    }

    RecordedPages pagesOf(QueueDefinition queue, int priority, int pageBytes) {
        QueueState level = stateOf(queue, priority);
        return new RecordedPages(store.pages(level.id()), level, priority, pageBytes);
    }

    private QueueState stateOf(QueueDefinition queue, int priority) {
        return states.computeIfAbsent(queue.id() + priority, id -> new QueueState(queue, priority));
    }

    void define(QueueDefinition queue) {
        first.define(queue, null);
        first.flush(); // Order: the definition is known before the other writer can hand over a message.
    }

    void undefine(QueueDefinition queue) {
        writerOf(queue).flush();
        first.undefineAll(List.of(queue), states, unit(1));
    }

    /** A unit that nobody waits for. */
    DurableUnit unit(int parts) {
        return unit(parts, () -> {}, () -> {});
    }

    DurableUnit unit(int parts, Runnable whenDurable, Runnable whenFailed) {
        return expectation.unit(parts, new DurableUnit.Completion() {
            @Override
            public void durable() {
                whenDurable.run();
            }

            @Override
            public void failed() {
                whenFailed.run();
            }
        });
    }

    /** The last part of a unit: it comes with what is flushed last, so that how operations are divided into rounds is no luck. */
    void complete(DurableUnit unit) {
        first.skip(unit);
    }

    /** One of the event loops hands over what it has, in the middle of a step, and what can be durable then is. */
    void handOverOne(boolean isFirst) {
        CountDownLatch done = new CountDownLatch(1);
        RecordedWriter one = isFirst ? first : second;
        one.skip(unit(1, done::countDown, done::countDown));
        one.flush();
        try {
            while (!powerIsOff.getAsBoolean() && !done.await(1, TimeUnit.MILLISECONDS)) {
                // As after a step.
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Hands over what there is.
     *
     * @param whenDurable called when all before is durable
     */
    CountDownLatch endStep(Runnable whenDurable) {
        CountDownLatch done = new CountDownLatch(1);
        DurableUnit last = unit(1, () -> {
            whenDurable.run();
            done.countDown();
        }, done::countDown);
        second.flush();
        first.skip(last);
        first.flush();
        return done;
    }
}
