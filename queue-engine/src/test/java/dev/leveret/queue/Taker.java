package dev.leveret.queue;

import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.HashSet;
import java.util.Set;

/** A consumer of a {@link QueueModel}. */
final class Taker {
    final Consumer consumer;
    final boolean sharesPermits;
    final long priority;
    final int unackedMax;
    final long unackedBytesMax;
    int unacked;
    long unackedBytes;
    long windowBytes;
    boolean refusedPermit;
    final Set<Taker> servedWhileThisOneWaits = new HashSet<>();

    Taker(Consumer consumer, boolean sharesPermits) {
        this.consumer = consumer;
        this.sharesPermits = sharesPermits && !consumer.noAck();
        FieldValue asked = consumer.settings().arguments().get(ConsumerSettings.PRIORITY);
        this.priority = asked == null ? 0 : asked.integer().orElseThrow();
        int limit = consumer.settings().prefetchMax();
        boolean isUnlimited = limit == 0 || consumer.noAck();
        this.unackedMax = isUnlimited ? Consumer.UNLIMITED_UNACKED_MAX : limit;
        this.unackedBytesMax = limit == 0 ? consumer.settings().unackedBytesMax() : Long.MAX_VALUE;
    }

    boolean isBelowLimit() {
        return unacked < unackedMax && unackedBytes < unackedBytesMax;
    }

    boolean isWilling() {
        return !refusedPermit && isBelowLimit() && windowBytes < Consumer.WINDOW_BYTES_MAX;
    }
}
