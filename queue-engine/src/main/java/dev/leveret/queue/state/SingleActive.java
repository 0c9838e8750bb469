package dev.leveret.queue.state;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Which of the consumers of a queue gets everything (RabbitMQ's page "Consumers", section "Single Active Consumer"): the first
 * one to come, as long as it is there. The next one is that of the highest priority, and of those the one that came first.
 *
 * <p>A higher priority that comes later waits as all others do; or takes over, when the active one, which gets nothing more,
 * has settled what it has, so that messages are dealt with in order.
 */
public final class SingleActive {

    private final boolean displaces;

    /** Those that wait, the next one first. */
    private final TreeSet<Consumer> waiting = new TreeSet<>(
            Comparator.comparingLong((Consumer consumer) -> -consumer.settings().priority())
                    .thenComparingLong(consumer -> consumer.number));

    /** Null: there is no consumer, or the one that was active has just gone. */
    private Consumer active;

    private long arrivals;

    /** @param displaces whether a higher priority takes over from a lower one, as in RabbitMQ's quorum queues from 4.0 on */
    public SingleActive(boolean displaces) {
        this.displaces = displaces;
    }

    /** Who is active, even if it gets nothing more. */
    Consumer active() {
        return active;
    }

    /** A consumer has come; {@link #choose} follows. */
    void add(Consumer consumer) {
        consumer.number = arrivals++;
        putInLine(consumer);
    }

    /** A consumer has gone; {@link #choose} follows. */
    void remove(Consumer consumer) {
        if (consumer == active) {
            active = null;
        } else {
            waiting.remove(consumer);
        }
    }

    /** Sees to it that the right one is active. All others stand by, and so does one that is to be displaced. */
    void choose() {
        if (active != null && isOutranked()) {
            active.standsBy = true;
            if (active.unacked > 0) {
                return;
            }
            putInLine(active);
            active = null;
        }
        if (active == null) {
            active = waiting.pollFirst();
        }
        if (active != null) {
            active.standsBy = false;
        }
    }

    private boolean isOutranked() {
        return displaces
                && !waiting.isEmpty()
                && waiting.first().settings().priority() > active.settings().priority();
    }

    private void putInLine(Consumer consumer) {
        consumer.standsBy = true;
        waiting.add(consumer);
    }
}
