package dev.leveret.queue.state;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The consumers of a queue, and whose turn it is.
 *
 * <p>Those of one priority that can take a message form a circle. Those that cannot, for want of credit or of a permit,
 * are outside and cost nothing until they come back, to the end of the line.
 */
public final class Consumers {

    private final Set<Consumer> all = new LinkedHashSet<>();

    private final ConsumerCircles circles = new ConsumerCircles();

    /** Null: all of them take turns. */
    private final SingleActive single;

    /** What they choose from, if it depends on who chooses; null if everybody takes what is first. */
    private final GroupedMessages grouped;

    /** How many are in one of the circles; everything that happens to a queue asks whether anybody is. */
    private int inTurn;

    /** Those without a prefetch limit get one message at a time. */
    private boolean braked;

    /**
     * Nobody yet.
     *
     * @param single says which of them gets everything; null: all of them take turns
     * @param messages of the queue
     */
    public Consumers(SingleActive single, ReadyMessages messages) {
        this.single = single;
        this.grouped = messages instanceof GroupedMessages withGroups ? withGroups : null;
    }

    /** How many there are. */
    public int count() {
        return all.size();
    }

    /**
     * Whether this one may join: an exclusive consumer is the only one (AMQP 0-9-1 §1.8.3.3), and where others are to take
     * over from it there is none.
     */
    public boolean accepts(Consumer newcomer) {
        if (single != null && newcomer.settings().exclusive()) {
            return false;
        }
        return all.isEmpty() || !newcomer.settings().exclusive() && !isExclusive();
    }

    /** Adds one that has never been here. */
    public void add(Consumer consumer) {
        if (!all.add(consumer)) {
            throw new IllegalStateException("consumer " + consumer + " has subscribed twice");
        }
        consumer.subscribed = true;
        circles.add(consumer);
        if (grouped != null) {
            grouped.welcome(consumer);
        }
        if (single != null) {
            single.add(consumer);
            chooseActive();
        } else {
            join(consumer);
        }
    }

    /**
     * Takes one away; what it holds stays its own.
     *
     * @return false if it was not here
     */
    public boolean remove(Consumer consumer) {
        if (!all.remove(consumer)) {
            return false;
        }
        consumer.subscribed = false;
        leave(consumer);
        circles.remove(consumer);
        if (single != null) {
            single.remove(consumer);
            chooseActive();
        }
        return true;
    }

    private void chooseActive() {
        Consumer before = single.active();
        single.choose();
        Consumer now = single.active();
        if (before != null && before.standsBy) {
            leave(before);
        }
        if (now != null) {
            rejoin(now);
        }
    }

    /** Takes all away, in the order they came. */
    public List<Consumer> removeAll() {
        List<Consumer> removed = List.copyOf(all);
        removed.forEach(this::remove);
        return removed;
    }

    /** All of them, in the order they came. */
    public void forEach(java.util.function.Consumer<Consumer> visitor) {
        all.forEach(visitor);
    }

    /** Whether somebody may be able to take a message. */
    public boolean anyInTurn() {
        return inTurn > 0;
    }

    /**
     * Chooses who takes the next message, and obtains a permit for it.
     *
     * @return null if nobody can take one
     */
    public Consumer next() {
        while (inTurn > 0) {
            Consumer candidate = circles.top().next();
            if (obtainPermit(candidate)) {
                circles.top().chosen(candidate);
                return candidate;
            }
        }
        return null;
    }

    /** How many may be able to take a message. */
    public int inTurnCount() {
        return inTurn;
    }

    /** Whose turn it is, whether it can obtain a permit or not; null if nobody is there. */
    public Consumer inTurn() {
        return inTurn == 0 ? null : circles.top().next();
    }

    /** One of those whose turn may come has been chosen, and has its permit: if it was its turn, that passes on. */
    public void chosen(Consumer consumer) {
        if (inTurn() == consumer) {
            circles.top().chosen(consumer);
        }
    }

    /**
     * Obtains a permit for a delivery to one of those whose turn may come.
     *
     * @return false if there is none; its turn does not come before there may be one
     */
    public boolean obtainPermit(Consumer consumer) {
        if (consumer.obtainPermit()) {
            return true;
        }
        consumer.awaitsPermit = true;
        leave(consumer);
        return false;
    }

    /**
     * Charges a delivery to the one chosen.
     *
     * @param bytes the size of the message
     */
    public void delivered(Consumer consumer, int bytes) {
        consumer.windowBytes += bytes;
        if (!consumer.noAck()) {
            consumer.unacked++;
            consumer.unackedBytes += bytes;
        }
        if (!consumer.hasCredit() || isBraked(consumer)) {
            leave(consumer);
        }
    }

    /**
     * A delivery has been settled, perhaps long after its consumer was removed.
     *
     * @param bytes the size of the message
     */
    public void settled(Consumer consumer, int bytes) {
        consumer.unacked--;
        consumer.unackedBytes -= bytes;
        if (single != null && consumer.unacked == 0) {
            chooseActive();
        }
        rejoin(consumer);
    }

    /**
     * The consumer's socket has taken deliveries.
     *
     * @param bytes the sum of what was charged for them
     */
    public void creditReturned(Consumer consumer, long bytes) {
        consumer.windowBytes -= bytes;
        rejoin(consumer);
    }

    /** A permit that was refused may be free. */
    public void unblocked(Consumer consumer) {
        consumer.awaitsPermit = false;
        rejoin(consumer);
    }

    /** Whether those without a prefetch limit get one message at a time from now on: what is unacked takes too much memory. */
    public void brake(boolean on) {
        braked = on;
        for (Consumer consumer : all) {
            if (isBraked(consumer)) {
                leave(consumer);
            } else {
                rejoin(consumer);
            }
        }
    }

    private boolean isBraked(Consumer consumer) {
        return braked && consumer.unacked > 0 && consumer.takesAll();
    }

    private boolean isExclusive() {
        return all.iterator().next().settings().exclusive();
    }

    private void rejoin(Consumer consumer) {
        if (!consumer.isInTurn() && consumer.isWilling() && !isBraked(consumer)) {
            join(consumer);
        }
    }

    private void join(Consumer consumer) {
        circles.join(consumer);
        inTurn++;
        if (consumer.share != null) {
            consumer.share.consumerChanged();
        }
    }

    private void leave(Consumer consumer) {
        if (consumer.isInTurn()) {
            circles.leave(consumer);
            inTurn--;
            if (consumer.share != null) {
                consumer.share.consumerChanged();
            }
        }
    }
}
