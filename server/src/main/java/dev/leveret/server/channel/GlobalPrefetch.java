package dev.leveret.server.channel;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Permit;
import dev.leveret.server.loop.BrokerLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The prefetch limit that all consumers of a channel share, those that run already included: {@code basic.qos} with
 * {@code global}, as RabbitMQ's doc page "Consumer Prefetch" defines it.
 *
 * <p>Queues on any loop ask it before each delivery. Until a limit was set for the first time nothing is counted, and
 * asking costs the reading of one field. The limit itself and the giving back belong to the channel's loop.
 */
final class GlobalPrefetch implements Permit {

    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<ChannelConsumer> refused = new ConcurrentLinkedQueue<>();
    private final BrokerLoop loop;

    private volatile boolean counting;

    /** 0: no limit. */
    private volatile int limit;

    GlobalPrefetch(BrokerLoop loop) {
        this.loop = loop;
    }

    /**
     * Sets the limit; 0 takes it away.
     *
     * @param unsettled how many deliveries to consumers the channel holds; looked at when counting begins
     */
    void limit(int newLimit, int unsettled) {
        if (!counting && newLimit == 0) {
            return;
        }
        if (!counting) {
            taken.set(unsettled);
        }
        limit = newLimit;
        // Order: after both numbers. What a queue sends without having counted says so when it arrives.
        counting = true;
        wakeIfFree();
    }

    /** The limit; 0: there is none. */
    int limit() {
        return limit;
    }

    /** Whether there is a limit. */
    boolean limits() {
        return counting && limit != 0;
    }

    /** Whether deliveries are counted. */
    boolean counting() {
        return counting;
    }

    @Override
    public boolean tryTake(Consumer consumer) {
        ChannelConsumer link = (ChannelConsumer) consumer.link();
        boolean counted = counting;
        link.counted(counted);
        return !counted || take() || takeAfterRegistering(link);
    }

    /** A delivery that was sent before the queue knew of the limit has arrived. */
    void takeUnasked() {
        taken.incrementAndGet();
    }

    /** So many deliveries to consumers have been settled. Order: after the queues were told. */
    void giveBack(int count) {
        if (counting && count > 0) {
            taken.addAndGet(-count);
            wakeIfFree();
        }
    }

    private boolean take() {
        int now = taken.get();
        while (limit == 0 || now < limit) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** One given back between the refusal and the registration would wake nobody: so it asks once more. */
    private boolean takeAfterRegistering(ChannelConsumer link) {
        if (link.startWaiting()) {
            refused.add(link);
        }
        return take();
    }

    /**
     * Wakes all who were refused, in the order of their refusal. Not as many as there are permits: one who has nothing to
     * deliver any more would keep the permit from the next.
     */
    private void wakeIfFree() {
        if (refused.isEmpty() || limit != 0 && taken.get() >= limit) {
            return;
        }
        for (ChannelConsumer next = refused.poll(); next != null; next = refused.poll()) {
            next.stopWaiting();
            next.queue().command(loop, new QueueCommand.Unblocked(next.consumer()));
        }
    }
}
