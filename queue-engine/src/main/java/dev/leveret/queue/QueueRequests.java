package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.queue.QueueReply.Cancelled;
import dev.leveret.queue.QueueReply.Counts;
import dev.leveret.queue.QueueReply.Deleted;
import dev.leveret.queue.QueueReply.Purged;
import dev.leveret.queue.QueueReply.Refused;
import dev.leveret.queue.QueueReply.Subscribed;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.UnackedMessages;

/** What a queue answers when somebody asks it for something: the methods of AMQP 0-9-1 that have an answer. */
final class QueueRequests {

    private final QueueSettings settings;
    private final Levels levels;
    private final UnackedMessages unacked;
    private final Consumers consumers;
    private final Expiry expiry;
    private final Timing timing;
    private final Gets gets;
    private final QueueEffects effects;

    QueueRequests(
            QueueSettings settings,
            Levels levels,
            UnackedMessages unacked,
            Consumers consumers,
            Expiry expiry,
            Timing timing,
            Gets gets,
            QueueEffects effects) {
        this.settings = settings;
        this.levels = levels;
        this.unacked = unacked;
        this.consumers = consumers;
        this.expiry = expiry;
        this.timing = timing;
        this.gets = gets;
        this.effects = effects;
    }

    void subscribe(QueueCommand.Subscribe subscribe) {
        effects.reply(subscribe.replyTo(), subscribed(subscribe));
    }

    private QueueReply subscribed(QueueCommand.Subscribe subscribe) {
        if (levels.isEnded()) {
            return refusedAsGone();
        }
        if (!consumers.accepts(subscribe.consumer())) {
            return refused(AmqpException.accessRefused("%s in exclusive use", settings.describe()));
        }
        consumers.add(subscribe.consumer());
        return new Subscribed(subscribe.consumer());
    }

    void cancel(QueueCommand.Cancel cancel, long nowMillis) {
        boolean removed = consumers.remove(cancel.consumer());
        if (cancel.replyTo() != null) {
            effects.reply(cancel.replyTo(), new Cancelled(cancel.consumer()));
        }
        if (removed && consumers.count() == 0) {
            timing.used(nowMillis);
            if (settings.autoDelete()) {
                effects.unused();
            }
        }
    }

    void get(QueueCommand.Get get, long nowMillis) {
        if (levels.isEnded()) {
            effects.reply(get.replyTo(), refusedAsGone());
        } else if (settings.singleActiveConsumer()) {
            effects.reply(get.replyTo(), refused(AmqpException.resourceLocked(
                    "cannot obtain access to locked %s. basic.get operations are not supported by %s queues with"
                            + " single active consumer",
                    settings.describe(),
                    settings.type().wireName())));
        } else {
            timing.used(nowMillis);
            gets.add(get, nowMillis);
        }
    }

    void purge(QueueCommand.Purge purge, long nowMillis) {
        effects.reply(purge.replyTo(), levels.isEnded() ? refusedAsGone() : purged(nowMillis));
    }

    private QueueReply purged(long nowMillis) {
        expiry.dropAll(nowMillis);
        return new Purged(levels.purge());
    }

    void delete(QueueCommand.Delete delete, long nowMillis) {
        effects.reply(delete.replyTo(), deleted(delete, nowMillis));
    }

    private QueueReply deleted(QueueCommand.Delete delete, long nowMillis) {
        expiry.dropAll(nowMillis);
        if (delete.ifEmpty() && !levels.isEmpty()) {
            return refused(AmqpException.preconditionFailed("%s not empty", settings.describe()));
        }
        if (delete.ifUnused() && consumers.count() > 0) {
            return refused(AmqpException.preconditionFailed("%s in use", settings.describe()));
        }
        int count = levels.count();
        if (!levels.isEnded()) {
            levels.end();
            unacked.end();
            timing.end();
            gets.refuse(refusedAsGone());
            consumers.removeAll().forEach(effects::consumerCancelled);
        }
        return new Deleted(count);
    }

    void inspect(QueueCommand.Inspect inspect, long nowMillis) {
        effects.reply(inspect.replyTo(), levels.isEnded() ? refusedAsGone() : counts(nowMillis));
    }

    private QueueReply counts(long nowMillis) {
        timing.used(nowMillis);
        expiry.dropAll(nowMillis);
        return new Counts(levels.count(), consumers.count());
    }

    private QueueReply refusedAsGone() {
        return refused(AmqpException.notFound("no %s", settings.describe()));
    }

    private static QueueReply refused(AmqpException reason) {
        return new Refused(reason.error());
    }
}
