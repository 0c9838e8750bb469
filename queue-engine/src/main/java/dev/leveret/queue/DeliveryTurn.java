package dev.leveret.queue;

import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;

/** Delivers the first message to whoever is next, and so on. */
final class DeliveryTurn implements Turn {

    private final Levels levels;
    private final Expiry expiry;
    private final DeadLetters deadLetters;
    private final Consumers consumers;
    private final Handover handover;

    DeliveryTurn(Levels levels, Expiry expiry, DeadLetters deadLetters, Consumers consumers, Handover handover) {
        this.levels = levels;
        this.expiry = expiry;
        this.deadLetters = deadLetters;
        this.consumers = consumers;
        this.handover = handover;
    }

    @Override
    public boolean isAwaited() {
        return consumers.anyInTurn();
    }

    @Override
    public boolean isDue() {
        return consumers.anyInTurn() && levels.first().hasNext() && !deadLetters.areStuck();
    }

    @Override
    public boolean prepareNext(boolean isAsked) {
        boolean isForSomebody = consumers.anyInTurn();
        return (isForSomebody || isAsked)
                && levels.first().prepareNext()
                && isForSomebody
                && !deadLetters.areStuck();
    }

    @Override
    public void run(long nowMillis) {
        for (int count = 0; count < DELIVERIES_PER_TURN_MAX; count++) {
            Level level = levels.first();
            if (!level.hasNext() || deadLetters.areStuck()) {
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
            Delivery delivery = level.takeFirst();
            levels.taken(level);
            handover.hand(delivery, level, consumer);
        }
    }
}
