package dev.leveret.queue;

import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A consumer of a {@link QueueModel}. */
final class Taker {
    final Consumer consumer;
    final boolean sharesPermits;
    final long priority;

    /** What it has not settled. */
    final List<ModelMessage> held = new ArrayList<>();

    /** What its socket has not taken, in bytes. */
    long windowBytes;

    boolean refusedPermit;

    /** Who has been served since its own turn came. */
    final Set<Taker> servedWhileThisOneWaits = new HashSet<>();

    private final boolean isUnlimited;
    private final int unackedMax;
    private final long unackedBytesMax;

    Taker(Consumer consumer, boolean sharesPermits) {
        this.consumer = consumer;
        this.sharesPermits = sharesPermits && !consumer.noAck();
        FieldValue asked = consumer.settings().arguments().get(ConsumerSettings.PRIORITY);
        this.priority = asked == null ? 0 : asked.integer().orElseThrow();
        int limit = consumer.settings().prefetchMax();
        this.isUnlimited = limit == 0 && !consumer.noAck();
        this.unackedMax = limit == 0 || consumer.noAck() ? Consumer.UNLIMITED_UNACKED_MAX : limit;
        this.unackedBytesMax = limit == 0 ? consumer.settings().unackedBytesMax() : Long.MAX_VALUE;
    }

    boolean isBelowLimit() {
        long bytes = 0;
        for (ModelMessage message : held) {
            bytes += message.message.size();
        }
        return held.size() < unackedMax && bytes < unackedBytesMax;
    }

    /** Whether it gets nothing before it has settled what it has, if memory is short. */
    boolean isBraked() {
        return isUnlimited && !held.isEmpty();
    }

    boolean isWilling() {
        return !refusedPermit && isBelowLimit() && windowBytes < Consumer.WINDOW_BYTES_MAX;
    }
}
