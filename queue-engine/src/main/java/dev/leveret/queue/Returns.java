package dev.leveret.queue;

import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;

/** Takes back what was delivered and not dealt with: into its place, at once or later, or not at all if that has been too often. */
final class Returns {

    private final Levels levels;
    private final DeadLetters deadLetters;
    private final Timing timing;
    private QuorumRules rules;

    Returns(QueueRules rules, Levels levels, DeadLetters deadLetters, Timing timing) {
        this.rules = rules.quorum();
        this.levels = levels;
        this.deadLetters = deadLetters;
        this.timing = timing;
    }

    void rules(QueueRules changed) {
        rules = changed.quorum();
    }

    /**
     * A message that is not unacked any more comes back.
     *
     * @param hasFailed whether it was rejected or lost, and not merely given back
     * @param unit has one part for it; null: nobody waits
     */
    void take(Delivery delivery, boolean hasFailed, DurableUnit unit, long nowMillis) {
        delivery.returned();
        if (delivery.returns() > rules.deliveryLimit()) {
            levels.of(delivery).ready.settled(delivery);
            deadLetters.leave(delivery, DeathReason.DELIVERY_LIMIT, unit, nowMillis);
            return;
        }
        Durability durability = levels.of(delivery).durability;
        durability.returned(delivery);
        durability.skip(unit);
        long delayMillis = rules.retry().delayMillis(hasFailed, delivery.returns());
        if (delayMillis > 0) {
            levels.of(delivery).ready.putOff(delivery);
            timing.putOff(delivery, nowMillis + delayMillis);
        } else {
            levels.putBack(delivery);
        }
    }
}
