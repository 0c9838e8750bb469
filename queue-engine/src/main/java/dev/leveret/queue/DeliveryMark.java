package dev.leveret.queue;

import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Delivery;

/**
 * How far a queue has delivered messages of one priority, as far as the store knows.
 *
 * <p>After a crash nobody knows what was delivered in the last moments, and to write that down before each delivery would
 * cost a sync each. So a position is noted ahead, and everything up to it counts as redelivered after a crash. At first nothing is
 * noted: what nobody has taken anything of comes back as new. The first one to be delivered has a position noted, a little ahead, and
 * then twice as far each time: so a steady flow soon finds the next one noted in good time, and what is noted in vain is never much more than
 * what was delivered.
 *
 * <p>No stored message is delivered that a crash could leave behind without a mark beyond it. Either that is durable, or the store was
 * asked for it before it was given the message: what it has of the two after a crash is the mark, or both. So a message that somebody waits
 * for when it comes waits for nothing; one that was there before waits for a round of the store.
 */
final class DeliveryMark {

    /** How many positions are noted ahead the first time. */
    private static final int AHEAD_FIRST = 256;

    private static final int AHEAD_MAX = 16_384;

    private final int priority;
    private final QueueEffects effects;
    private long redeliveredUpTo = QueueStore.NOTHING_DELIVERED;
    private long reserved = QueueStore.NOTHING_DELIVERED;
    private long asked = QueueStore.NOTHING_DELIVERED;
    private long highest = QueueStore.NOTHING_DELIVERED;

    /** How far ahead the last one was; 0 if there was none. */
    private int ahead;

    /** From here on, up to {@link #asked}, messages were given to the store after it had been asked for a mark beyond them. */
    private long followingFrom;

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
        long position = next.position();
        return next.stored() == null || position <= reserved || followingFrom <= position && position <= asked;
    }

    /**
     * Asks for a new mark if this one is near the last. Whoever is asked may call the queue back.
     *
     * @param nextPosition that of the next message which the store will be given
     */
    void keepAheadOf(Delivery delivery, long nextPosition) {
        if (delivery.stored() != null && isNear(delivery.position())) {
            askBeyond(delivery.position(), nextPosition);
        }
    }

    /**
     * A message that the store will be given next may be delivered at once: asks for a new mark if it is near the last.
     *
     * @param readyCount how many come before it: if these are many, it is not what will be delivered soon
     */
    void keepAheadOfNext(long nextPosition, int readyCount) {
        if (readyCount <= ahead) {
            askBeyond(nextPosition, nextPosition);
        }
    }

    /** Whether a new mark is to be asked for when this one is wanted. */
    boolean isNear(long position) {
        return position > asked - ahead / 2;
    }

    private void askBeyond(long position, long nextPosition) {
        if (nextPosition > asked + 1) {
            followingFrom = nextPosition; // Some of those in between were stored when nothing was asked for.
        }
        ahead = Math.clamp(2L * ahead, AHEAD_FIRST, AHEAD_MAX);
        ask(position + ahead);
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

    /** What was asked for last, or something before it, could not be noted yet, nor what came behind it: asks again, to hear of it. */
    void refused() {
        ask(asked);
    }

    /** A position that was asked for is durable. */
    void reserved(long position) {
        reserved = Math.max(reserved, position);
    }
}
