package dev.leveret.queue;

import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.UnackedMessages;

/** Brings ready messages and willing consumers together, a bounded number at a time. */
final class DeliveryTurn {

    /** Bounds one turn, so that a deep queue cannot starve its neighbours on the loop. */
    static final int DELIVERIES_PER_TURN_MAX = 256;

    private final ReadyMessages ready;
    private final UnackedMessages unacked;
    private final Consumers consumers;
    private final Durability durability;
    private final DeliveryMark mark;
    private final QueueEffects effects;

    DeliveryTurn(
            ReadyMessages ready,
            UnackedMessages unacked,
            Consumers consumers,
            Durability durability,
            DeliveryMark mark,
            QueueEffects effects) {
        this.ready = ready;
        this.unacked = unacked;
        this.consumers = consumers;
        this.durability = durability;
        this.mark = mark;
        this.effects = effects;
    }

    boolean isDue() {
        return consumers.anyInTurn() && hasNext();
    }

    private boolean hasNext() {
        return ready.hasNext() && mark.admits(ready.next());
    }

    void run() {
        for (int count = 0; count < DELIVERIES_PER_TURN_MAX && hasNext(); count++) {
            Consumer consumer = consumers.next();
            if (consumer == null) {
                return;
            }
            deliverFirstTo(consumer);
        }
    }

    private void deliverFirstTo(Consumer consumer) {
        Delivery delivery = ready.takeFirst();
        mark.delivered(delivery);
        consumers.delivered(consumer, delivery.message().size());
        if (consumer.noAck()) {
            durability.forget(delivery, null);
        } else {
            unacked.add(delivery, consumer);
        }
        effects.deliver(consumer, delivery); // Order: last, since the receiver may call the queue back.
    }
}
