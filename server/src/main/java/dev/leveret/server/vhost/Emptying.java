package dev.leveret.server.vhost;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.Removals;
import dev.leveret.routing.Topology;
import dev.leveret.server.event.TopologyEvents;
import dev.leveret.server.loop.BrokerLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Takes away what a virtual host that is being deleted has besides its queues: exchanges, bindings, policies, what waits. */
final class Emptying {

    /** Of exchanges that every virtual host has: they can't be deleted. */
    private static final String RESERVED_PREFIX = "amq.";

    private final Topology topology;
    private final ReentrantLock mutex;
    private final DefinitionLog log;
    private final VirtualHostPolicies policies;
    private final DelayLines delays;
    private final TopologyEvents events;

    Emptying(Topology topology, ReentrantLock mutex, DefinitionLog log, VirtualHostPolicies policies, DelayLines delays,
            TopologyEvents events) {
        this.topology = topology;
        this.mutex = mutex;
        this.log = log;
        this.policies = policies;
        this.delays = delays;
        this.events = events;
    }

    /** Does it for a user, on this loop, where that is completed when the store has it. */
    void run(BrokerLoop loop, String user, CompletableFuture<Void> emptied) {
        mutex.lock();
        try {
            DefinitionChange change = new DefinitionChange(log, topology.vhost());
            for (Exchange exchange : List.copyOf(topology.exchanges())) {
                for (Removals removals : remove(exchange)) {
                    events.removed(removals, user, loop);
                    change.undefine(removals).undefine(delays.drop(removals));
                }
            }
            policies.all().forEach(change::undefine);
            Emptied completion = new Emptied(topology.vhost(), emptied);
            if (!change.commit(loop, completion)) {
                completion.durable();
            }
        } finally {
            mutex.unlock();
        }
    }

    /** An exchange that can't be deleted only loses its bindings: there may be some to others of that kind. */
    private List<Removals> remove(Exchange exchange) {
        if (!exchange.name().isEmpty() && !exchange.name().startsWith(RESERVED_PREFIX)) {
            return List.of(topology.deleteExchange(exchange.name(), false));
        }
        return topology.bindingsFrom(exchange).stream()
                .map(binding -> topology.unbindExchange(
                        binding.source().name(), binding.destination().name(), binding.bindingKey(), binding.arguments()))
                .toList();
    }

    /** Tells that all is gone. */
    private record Emptied(String vhost, CompletableFuture<Void> emptied) implements DurableUnit.Completion {

        @Override
        public void durable() {
            emptied.complete(null);
        }

        @Override
        public void failed() {
            emptied.completeExceptionally(new UnwrittenException("deletion of vhost '" + vhost + "'"));
        }
    }
}
