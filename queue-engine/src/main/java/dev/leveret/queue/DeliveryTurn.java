package dev.leveret.queue;

import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.UnackedMessages;

/** Brings ready messages and willing consumers together, a bounded number at a time. */
final class DeliveryTurn {

    /** Bounds one turn, so that a deep queue cannot starve its neighbours on the loop. */
    static final int DELIVERIES_PER_TURN_MAX = 256;

    private final Levels levels;
    private final Expiry expiry;
    private final DeadLetters deadLetters;
    private final UnackedMessages unacked;
    private final Consumers consumers;
    private final QueueEffects effects;

    DeliveryTurn(
            Levels levels,
            Expiry expiry,
            DeadLetters deadLetters,
            UnackedMessages unacked,
            Consumers consumers,
            QueueEffects effects) {
        this.levels = levels;
        this.deadLetters = deadLetters;
        this.expiry = expiry;
        this.unacked = unacked;
        this.consumers = consumers;
        this.effects = effects;
    }

    boolean isDue() {
        return consumers.anyInTurn() && levels.first().hasNext() && !isHeldUp();
    }

    /** Whether nothing is delivered, as so many messages are on their way out that what comes of deliveries would have no room. */
    boolean isHeldUp() {
        return deadLetters.areStuck();
    }

    /** Delivers what is not over at this time, and drops what is. */
    void run(long nowMillis) {
        for (int count = 0; count < DELIVERIES_PER_TURN_MAX; count++) {
            Level level = levels.first();
            if (!level.hasNext() || isHeldUp()) {
                return;
            }
            if (expiry.isNeeded() && expiry.isOver(level.ready.next(), nowMillis)) {
                expiry.dropFirst(level, nowMillis);
                continue;
            }
            Consumer consumer = consumers.next();
            if (consumer == null) {
                return;
            }
            deliverFirst(level, consumer);
        }
    }

    private void deliverFirst(Level level, Consumer consumer) {
        Delivery delivery = level.takeFirst();
        levels.taken(level);
        consumers.delivered(consumer, delivery.message().size());
        if (consumer.noAck()) {
            level.durability.forget(delivery, null);
        } else {
            unacked.add(delivery, consumer);
        }
        effects.deliver(consumer, delivery); // Order: last, since the receiver may call the queue back.
    }
}
