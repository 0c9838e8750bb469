package dev.leveret.queue;

import dev.leveret.queue.argument.QueueType;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Permit;
import java.util.ArrayList;
import java.util.List;

/** The consumers that a queue ought to have, in the order they came, and which of them may be served. */
final class ModelConsumers {

    static final int PERMITS_MAX = 3;

    final List<Taker> present = new ArrayList<>();

    /** Those that have gone too, since they may hold messages. */
    final List<Taker> everyone = new ArrayList<>();

    /** Whether one consumer gets everything. */
    final boolean single;

    /** Whether a higher priority takes over from a lower one. */
    private final boolean displaces;

    /** The one that gets everything, or the one before it, or null. */
    private Taker active;

    boolean braked;
    int permitsTaken;
    final Permit permit = this::tryTake;

    ModelConsumers(QueueSettings settings) {
        single = settings.singleActiveConsumer();
        displaces = settings.type() == QueueType.QUORUM;
    }

    /** Null if it is not here. */
    Taker of(Consumer consumer) {
        for (Taker taker : present) {
            if (taker.consumer == consumer) {
                return taker;
            }
        }
        return null;
    }

    void joined(Taker taker) {
        present.add(taker);
        everyone.add(taker);
        choose();
    }

    boolean left(Taker taker) {
        boolean wasHere = present.remove(taker);
        choose();
        return wasHere;
    }

    void took(Taker taker, ModelMessage message) {
        message.holder = taker;
        taker.held.add(message);
    }

    void settled(ModelMessage message) {
        Taker holder = message.holder;
        if (holder != null) {
            holder.held.remove(message);
            permitsTaken -= holder.sharesPermits ? 1 : 0;
            message.holder = null;
            choose();
        }
    }

    void brake(boolean on) {
        braked = on;
        present.stream().filter(taker -> on && taker.isBraked()).forEach(taker -> taker.servedWhileThisOneWaits.clear());
    }

    /** The active one stays; the next one has the highest priority, and came first. A displaced one goes with its last message. */
    private void choose() {
        if (single && (!present.contains(active) || isOutranked() && active.held.isEmpty())) {
            active = best();
        }
    }

    private Taker best() {
        Taker best = null;
        for (Taker taker : present) {
            if (best == null || taker.priority > best.priority) {
                best = taker;
            }
        }
        return best;
    }

    private boolean isOutranked() {
        return displaces && best().priority > active.priority;
    }

    /** Whether another one gets everything, or is about to. */
    boolean standsBy(Taker taker) {
        return single && (taker != active || isOutranked());
    }

    /** Whether it may be served. */
    boolean isInTurn(Taker taker) {
        return taker.isWilling() && !standsBy(taker) && !(braked && taker.isBraked());
    }

    private boolean tryTake(Consumer consumer) {
        if (permitsTaken == PERMITS_MAX) {
            of(consumer).refusedPermit = true;
            of(consumer).servedWhileThisOneWaits.clear();
            return false;
        }
        permitsTaken++;
        return true;
    }
}
