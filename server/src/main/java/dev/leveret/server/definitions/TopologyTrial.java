package dev.leveret.server.definitions;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.RouteTarget;
import dev.leveret.routing.Topology;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.VirtualHost;

/** One virtual host as it would be with what a file has: made in memory, to see whether it can be, and thrown away. */
final class TopologyTrial {

    /** A queue that is only a name. */
    private record Name(String name, boolean durable) implements RouteTarget {}

    private final Topology topology;

    /** Of a virtual host that there is. */
    TopologyTrial(VirtualHost host) {
        this(host.name());
        for (Exchange exchange : host.topology().exchanges()) {
            if (topology.exchange(exchange.name()) == null) {
                topology.predeclare(exchange.declaration());
            }
        }
        host.topology().queues().forEach(queue -> topology.addQueue(new Name(queue.name(), queue.durable())));
    }

    /** Of one that is new. */
    TopologyTrial(String name) {
        this.topology = new Topology(name, new KeptMemory(0));
    }

    /** How many exchanges there are. */
    int exchangeCount() {
        return topology.exchanges().size();
    }

    int queueCount() {
        return topology.queues().size();
    }

    /** Answers whether it is new; one that is there stays as it is. */
    boolean declare(Definitions.ExchangeEntry entry) throws DefinitionsException {
        if (topology.exchange(entry.exchange().name()) != null) {
            return false;
        }
        try {
            return topology.declareExchange(entry.exchange());
        } catch (AmqpException e) {
            throw new DefinitionsException(entry + ": " + e.error().text());
        }
    }

    /** The same of a queue, whose settings are known to be valid. */
    boolean declare(Definitions.QueueEntry entry) {
        if (topology.queue(entry.queue().name()) != null) {
            return false;
        }
        topology.addQueue(new Name(entry.queue().name(), entry.queue().durable()));
        return true;
    }

    /** Nothing happens if one of the ends is not there. */
    void bind(Definitions.BindingEntry entry) throws DefinitionsException {
        BindingRequest binding = entry.binding();
        boolean hasDestination = entry.toExchange()
                ? topology.exchange(binding.destination()) != null
                : topology.queue(binding.destination()) != null;
        if (!hasDestination || topology.exchange(binding.source()) == null) {
            return;
        }
        try {
            if (entry.toExchange()) {
                topology.bindExchange(binding.source(), binding.destination(), binding.bindingKey(), binding.arguments());
            } else {
                topology.bindQueue(binding.source(), binding.destination(), binding.bindingKey(), binding.arguments());
            }
        } catch (AmqpException e) {
            throw new DefinitionsException(entry + ": " + e.error().text());
        }
    }
}
