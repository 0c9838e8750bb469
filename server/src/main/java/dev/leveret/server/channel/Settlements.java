package dev.leveret.server.channel;

import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.QueueRef;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells queues what became of their deliveries. What one method settles goes to each queue on another loop in one
 * command; {@link #finish} has to follow.
 */
final class Settlements {

    private static final Delivery[] NONE = {};

    private final BrokerLoop loop;
    private final GlobalPrefetch prefetch;
    private final Map<QueueRef, List<Delivery>> remote = new IdentityHashMap<>();
    private int countOfConsumers;
    private boolean reachedOtherLoops;

    Settlements(BrokerLoop loop, GlobalPrefetch prefetch) {
        this.loop = loop;
        this.prefetch = prefetch;
    }

    /** Settles one delivery. The unit may be null. */
    void one(Delivery delivery, DeliverySource source, Outcome outcome, DurableUnit unit) {
        QueueRef queue = source.queue();
        reachedOtherLoops |= !queue.isHere(loop);
        queue.settle(loop, delivery, outcome, unit);
        count(source);
    }

    /** Settles one of several with the same outcome. */
    void oneOfMany(Delivery delivery, DeliverySource source, Outcome outcome) {
        QueueRef queue = source.queue();
        if (queue.isHere(loop)) {
            queue.settle(loop, delivery, outcome, null);
        } else {
            remote.computeIfAbsent(queue, absent -> new ArrayList<>()).add(delivery);
        }
        count(source);
    }

    private void count(DeliverySource source) {
        if (source instanceof ChannelConsumer) {
            countOfConsumers++;
        }
    }

    /** All that one method settles has been named. Order: the shared limit is told last, it wakes the queues. */
    void finish(Outcome outcome) {
        if (!remote.isEmpty()) {
            reachedOtherLoops = true;
            remote.forEach((queue, deliveries) ->
                    queue.command(loop, new QueueCommand.Settle(deliveries.toArray(NONE), outcome, null)));
            remote.clear();
        }
        prefetch.giveBack(countOfConsumers);
        countOfConsumers = 0;
    }

    /** Whether anything was ever sent to another loop. */
    boolean reachedOtherLoops() {
        return reachedOtherLoops;
    }
}
