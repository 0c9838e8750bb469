package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Delivery;
import java.util.Map;

/** A message as a {@link QueueModel} knows it, from its publish on. */
final class ModelMessage {

    /**
     * Where it comes from.
     *
     * @param number those of one publisher are numbered
     * @param group null: none
     * @param deaths how often it has died in this queue before it came here, by reason
     */
    record Origin(int publisher, int number, String group, Map<DeathReason, Integer> deaths) {}

    final ModelLevel level;
    final long position;
    final Message message;
    final boolean stored;
    final Origin origin;

    /** It was delivered, in this life of the queue or an earlier one. */
    boolean wasDelivered;

    /** It had left as a dead letter, and a crash has brought it back: others may have overtaken it. */
    boolean hadLeft;

    /** How often it has come back, or may have. */
    int returns;

    /** When it is ready again; it waits for that. */
    long readyAt;

    /** A start has found it, and it has not come into memory since. */
    boolean isUnread;

    /** The latest one. */
    Delivery delivery;

    /** Who has it; null: nobody, or somebody who has got it. */
    Taker holder;

    ModelMessage(ModelLevel level, long position, Message message, boolean stored, Origin origin) {
        this.level = level;
        this.position = position;
        this.message = message;
        this.stored = stored;
        this.origin = origin;
    }

    /** Whether it comes first: by priority, and then by position. */
    boolean isBefore(ModelMessage other) {
        return level.priority == other.level.priority ? position < other.position : level.priority > other.level.priority;
    }

    boolean isOut() {
        return level.pages.isOut(position);
    }

    /** Whether it is out of memory for good: nobody gets it, nor what comes after it. */
    boolean isUnreadable() {
        return isOut() && level.isBroken();
    }

    /** Whether it may not be delivered before a mark is granted. */
    boolean isBeyondMark() {
        return stored && !level.isCovered(position);
    }

    /** The store has forgotten it. */
    boolean isForgotten() {
        return stored && !level.store.messages.containsKey(position);
    }
}
