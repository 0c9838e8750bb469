package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.queue.QueueRules;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.loop.LoopTimer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Does not wait for ever for a delivery to be acknowledged (RabbitMQ's page "Consumers", section "Delivery Acknowledgement
 * Timeout"). The consumer that has kept one for too long is cancelled and all that it has goes back; if its client could not
 * understand that, or the message was asked for with basic.get, the channel is closed.
 *
 * <p>The limit is that of the consumer's argument, else of its queue, else of the broker's settings. It is looked at from time to
 * time only: a delivery gets up to an eighth of the limit more, a minute at most or the 128th part of very long ones.
 */
final class AckTimeouts {

    private static final long NEVER = Long.MAX_VALUE;

    /** Ten years: nobody waits for the end of that. */
    private static final long LIMIT_MILLIS_MAX = 315_360_000_000L;

    private final ConnectionContext connection;
    private final int channel;
    private final UnackedLedger ledger;

    /** Consumers that have had a limit at some time, and have not gone yet. */
    private final Set<ChannelConsumer> limited = new HashSet<>();

    /** One for each limit that is in use: hardly ever more than one. */
    private final List<Watch> watches = new ArrayList<>(0);

    private boolean ended;

    AckTimeouts(ConnectionContext connection, int channel, UnackedLedger ledger) {
        this.connection = connection;
        this.channel = channel;
        this.ledger = ledger;
    }

    /** Deliveries may come, or have come, from this source. */
    void watch(DeliverySource source) {
        long limit = limitOf(source);
        if (limit == NEVER || ended) {
            return;
        }
        if (source instanceof ChannelConsumer consumer) {
            limited.add(consumer);
        }
        for (Watch watch : watches) {
            if (watch.limitMillis == limit) {
                return;
            }
        }
        watches.add(new Watch(limit));
    }

    /** The channel has ended. */
    void end() {
        ended = true;
        watches.forEach(Watch::stop);
        watches.clear();
    }

    private long limitOf(DeliverySource source) {
        long limit = source.timeoutMillis();
        if (limit == QueueRules.UNLIMITED) {
            limit = source.queue().rules().consumerTimeoutMillis();
        }
        if (limit == QueueRules.UNLIMITED) {
            limit = connection.settings().timeouts().consumerMillis();
        }
        return limit == 0 || limit > LIMIT_MILLIS_MAX ? NEVER : limit;
    }

    /** Looks after the deliveries that have one and the same limit. */
    private final class Watch {

        private final long limitMillis;
        private final TagAges ages;
        private LoopTimer timer;

        Watch(long limitMillis) {
            this.limitMillis = limitMillis;
            this.ages = new TagAges(limitMillis);
            nextLook(); // which sees to what there is already
        }

        /** Looks, and returns below which tag all deliveries are overdue. */
        private long nextLook() {
            timer = connection.loop().after(ages.periodMillis(), this::look);
            return ages.look(ledger.nextTag());
        }

        private void look() {
            long overdueBelow = nextLook();
            if (ledger.oldestTag() < overdueBelow) {
                giveUp(overdueBelow);
            }
            if (!ended && !isNeeded()) {
                stop();
                watches.remove(this);
            }
        }

        private void giveUp(long overdueBelow) {
            Set<DeliverySource> late = new LinkedHashSet<>();
            ledger.forEach((tag, delivery, source) -> {
                if (tag < overdueBelow && limitOf(source) == limitMillis) {
                    late.add(source);
                }
            });
            for (DeliverySource source : late) {
                if (ended) {
                    return;
                }
                giveUp(source);
            }
        }

        private void giveUp(DeliverySource source) {
            boolean isTold = connection.capabilities().consumerCancelNotify();
            if (isTold && source instanceof ChannelConsumer consumer && consumer.isThere()) {
                consumer.giveUp();
                return;
            }
            connection.channelFailed(channel, AmqpException.preconditionFailed(
                    "delivery acknowledgement on channel %d timed out. Timeout value used: %d ms. This timeout value can be"
                            + " configured, see consumers doc guide to learn more",
                    channel, limitMillis));
        }

        private boolean isNeeded() {
            limited.removeIf(consumer -> !consumer.isThere());
            boolean[] needed = {limited.stream().anyMatch(this::isFor)};
            if (!needed[0]) {
                ledger.forEach((tag, delivery, source) -> needed[0] |= isFor(source));
            }
            return needed[0];
        }

        private boolean isFor(DeliverySource source) {
            return limitOf(source) == limitMillis;
        }

        void stop() {
            timer.cancel();
        }
    }
}
