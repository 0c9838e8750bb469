package dev.leveret.queue;

import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Delivery;

/**
 * How far a queue has delivered messages of one priority, as far as the store knows.
 *
 * <p>After a crash nobody knows what was delivered in the last moments, and to write that down before each delivery would
 * cost a sync each. So a position is noted ahead, and everything up to it counts as redelivered after a crash. No stored
 * message beyond it is delivered before a new one is durable, which is asked for in good time.
 */
final class DeliveryMark {

    /** How many positions are noted ahead. */
    private static final int AHEAD = 16_384;

    private final int priority;
    private final QueueEffects effects;
    private long redeliveredUpTo = -1;
    private long reserved = QueueStore.RESERVED_FIRST;
    private long asked = reserved;
    private long highest = -1;

    DeliveryMark(int priority, QueueEffects effects) {
        this.priority = priority;
        this.effects = effects;
    }

    /** The queue was there before the broker started, and may have delivered up to this position. */
    void recovered(long position) {
        redeliveredUpTo = position;
        reserved = position;
        asked = position;
        highest = position;
    }

    /** Up to this position messages may have been delivered before the broker started. */
    long redeliveredUpTo() {
        return redeliveredUpTo;
    }

    /** The highest position of a stored message that was ever delivered, or may have been; -1 if none. */
    long highest() {
        return highest;
    }

    /** Whether the next one may be delivered now. If not, and if it is wanted, {@link #keepAheadOf} has to be called. */
    boolean admits(Delivery next) {
        return next.stored() == null || next.position() <= reserved;
    }

    /** Asks for a new mark if this one is near the last. Whoever is asked may call the queue back. */
    void keepAheadOf(Delivery delivery) {
        if (delivery.stored() != null && delivery.position() > asked - AHEAD / 2) {
            ask(delivery.position() + AHEAD);
        }
    }

    private void ask(long position) {
        asked = position;
        effects.reserve(priority, position);
    }

    void delivered(Delivery delivery) {
        if (delivery.stored() != null && delivery.position() > highest) {
            highest = delivery.position();
        }
    }

    /** What was asked for last, or something before it, could not be noted: asks again. */
    void refused() {
        ask(asked);
    }

    /** A position that was asked for is durable. */
    void reserved(long position) {
        reserved = Math.max(reserved, position);
    }
}
