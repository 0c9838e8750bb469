package dev.leveret.queue;

import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.UnackedMessages;

/** Hands a message to the consumer that was chosen for it. */
final class Handover {

    private final UnackedMessages unacked;
    private final Consumers consumers;
    private final QueueEffects effects;

    Handover(UnackedMessages unacked, Consumers consumers, QueueEffects effects) {
        this.unacked = unacked;
        this.consumers = consumers;
        this.effects = effects;
    }

    /** @param delivery is ready no more */
    void hand(Delivery delivery, Level level, Consumer consumer) {
        consumers.delivered(consumer, delivery.message().size());
        if (consumer.noAck()) {
            level.durability.forget(delivery, null);
        } else {
            unacked.add(delivery, consumer);
        }
        effects.deliver(consumer, delivery); // Order: last, since the receiver may call the queue back.
    }
}
