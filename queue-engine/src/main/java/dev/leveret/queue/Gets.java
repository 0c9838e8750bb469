package dev.leveret.queue;

import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.UnackedMessages;
import java.util.ArrayDeque;

/** Answers {@code basic.get}. One whose message is not in memory, or may not be delivered yet, waits for it. */
final class Gets {

    private final ReadyMessages ready;
    private final UnackedMessages unacked;
    private final Durability durability;
    private final DeliveryMark mark;
    private final QueueEffects effects;
    private final ArrayDeque<QueueCommand.Get> waiting = new ArrayDeque<>(0);

    Gets(
            ReadyMessages ready,
            UnackedMessages unacked,
            Durability durability,
            DeliveryMark mark,
            QueueEffects effects) {
        this.ready = ready;
        this.unacked = unacked;
        this.durability = durability;
        this.mark = mark;
        this.effects = effects;
    }

    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    void add(QueueCommand.Get get) {
        waiting.add(get);
        answer();
    }

    /** Answers those that can be, first come, first served. */
    void answer() {
        while (!waiting.isEmpty()) {
            if (ready.isEmpty()) {
                effects.reply(waiting.remove().replyTo(), new QueueReply.Empty());
            } else if (ready.hasNext() && mark.admits(ready.next())) {
                answer(waiting.remove());
            } else {
                return;
            }
        }
    }

    private void answer(QueueCommand.Get get) {
        Delivery delivery = ready.takeFirst();
        mark.delivered(delivery);
        if (get.noAck()) {
            durability.forget(delivery, null);
        } else {
            unacked.add(delivery, null);
        }
        effects.reply(get.replyTo(), new QueueReply.Got(delivery, ready.count()));
        mark.keepAheadOf(delivery); // or each get that comes to the mark would have to wait for a new one
    }

    /** Those who wait wait in vain. */
    void refuse(QueueReply reply) {
        while (!waiting.isEmpty()) {
            effects.reply(waiting.remove().replyTo(), reply);
        }
    }
}
