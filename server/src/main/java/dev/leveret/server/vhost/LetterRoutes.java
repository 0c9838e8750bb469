package dev.leveret.server.vhost;

import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.Death;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.List;

/** Where the dead letters of a virtual host go. From any loop. */
record LetterRoutes(Topology topology, Router router, DelayLines delays, KeptKeys keys) {

    /**
     * The queues that a dead letter goes to; none if its exchange does not exist. The destinations are cleared by the
     * caller, who can ask them before whether this is good for one time only.
     */
    List<QueueRef> targetsOf(DeadLetter letter, Destinations destinations) {
        Exchange exchange = topology.exchange(letter.message().address().exchange());
        if (exchange == null) {
            return List.of();
        }
        router.route(exchange, letter.message(), destinations);
        List<QueueRef> targets = new ArrayList<>(destinations.count());
        for (int i = 0; i < destinations.count(); i++) {
            QueueRef target = (QueueRef) destinations.target(i);
            if (letter.reason() == DeathReason.REJECTED || !Death.isCycle(letter.message(), target.name())) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** Where it has to wait first; after {@link #targetsOf}. */
    List<DelayLineRef> delaysOf(Destinations destinations, BrokerLoop loop) {
        return delays.of(destinations, loop);
    }

    /** The keys that it has brought to exchanges that deduplicate; after {@link #targetsOf}. */
    BroughtKeys keysOf(Destinations destinations) {
        return keys.broughtBy(destinations);
    }

    /** Whether a letter that no queue takes stays in the queue that it comes from until one does. */
    boolean stays(DeadLetter letter, QueueRef source, Destinations destinations) {
        if (!source.rules().keepsUnroutableLetters() || topology.queue(source.name()) != source) {
            return false;
        }
        Exchange exchange = topology.exchange(letter.message().address().exchange());
        if (exchange == null) {
            return true;
        }
        destinations.decides(false);
        router.route(exchange, letter.message(), destinations);
        boolean isRouted = destinations.count() + destinations.delayCount() > 0; // to queues that it would only come back from, perhaps: there it ends
        destinations.clear();
        return !isRouted;
    }
}
