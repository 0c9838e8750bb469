package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.UnackedMessages;
import java.util.ArrayDeque;

/**
 * Answers {@code basic.get}. One whose message is not in memory, or may not be delivered yet, waits for it; if it cannot be read it is
 * refused.
 */
final class Gets {

    private final QueueSettings settings;
    private final Levels levels;
    private final Expiry expiry;
    private final DeadLetters deadLetters;
    private final UnackedMessages unacked;
    private final QueueEffects effects;
    private final ArrayDeque<QueueCommand.Get> waiting = new ArrayDeque<>(0);

    Gets(
            QueueSettings settings,
            Levels levels,
            Expiry expiry,
            DeadLetters deadLetters,
            UnackedMessages unacked,
            QueueEffects effects) {
        this.settings = settings;
        this.levels = levels;
        this.deadLetters = deadLetters;
        this.expiry = expiry;
        this.unacked = unacked;
        this.effects = effects;
    }

    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    void add(QueueCommand.Get get, long nowMillis) {
        waiting.add(get);
        answer(nowMillis);
    }

    /** Answers those that can be, first come, first served. */
    void answer(long nowMillis) {
        while (!waiting.isEmpty()) {
            expiry.dropAll(nowMillis);
            Level level = levels.first();
            if (!level.ready.mayHaveFree() || deadLetters.areStuck()) {
                effects.reply(waiting.remove().replyTo(), new QueueReply.Empty());
            } else if (level.ready.hasFree() && !level.hasFree()) {
                return; // the mark is asked for, whatever else cannot be read
            } else if (!level.hasFree()) {
                if (!level.paging.isHeldBack()) {
                    refuseUnreadable(level);
                    return;
                }
                // Who asks may be the one who has to settle, behind this.
                effects.reply(waiting.remove().replyTo(), new QueueReply.Empty());
            } else if (expiry.isNeeded() && expiry.isOver(level.ready.nextFree(), nowMillis)) {
                expiry.dropFree(level, nowMillis);
            } else {
                answer(waiting.remove(), level, nowMillis);
            }
        }
    }

    private void answer(QueueCommand.Get get, Level level, long nowMillis) {
        Delivery delivery = level.takeFree(!get.noAck());
        levels.taken(level);
        if (get.noAck()) {
            level.durability.forget(delivery, null);
        } else {
            unacked.add(delivery, null);
        }
        expiry.dropAll(nowMillis); // Order: as in RabbitMQ, what comes next and is over does not count any more.
        effects.reply(get.replyTo(), new QueueReply.Got(delivery, levels.count()));
        level.keepMarkAheadOf(delivery); // or each get that comes to the mark would have to wait for a new one
    }

    /** The first message may be one that cannot be read: then those who wait for it wait no longer. */
    private void refuseUnreadable(Level level) {
        if (level.paging.isBroken()) {
            AmqpException reason = AmqpException.internalError("messages of %s cannot be read", settings.describe());
            refuse(new QueueReply.Refused(reason.error()));
        }
    }

    /** Those who wait wait in vain. */
    void refuse(QueueReply reply) {
        while (!waiting.isEmpty()) {
            effects.reply(waiting.remove().replyTo(), reply);
        }
    }
}
