package dev.leveret.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One removal and what follows from it: bindings go with either of their ends, and an auto-delete exchange
 * with the last binding that leads away from it. Made for one operation, used by the writer.
 */
final class Teardown {

    private final Map<String, Exchange> exchanges;
    private final Map<RouteTarget, Set<Binding>> toQueues;

    private final List<Exchange> goneExchanges = new ArrayList<>();
    private final List<Binding> goneBindings = new ArrayList<>();
    private final Deque<Exchange> doomed = new ArrayDeque<>();

    Teardown(Map<String, Exchange> exchanges, Map<RouteTarget, Set<Binding>> toQueues) {
        this.exchanges = exchanges;
        this.toQueues = toQueues;
    }

    Removals ofQueue(RouteTarget queue) {
        detach(toQueues.remove(queue));
        return finish();
    }

    Removals ofExchange(Exchange exchange) {
        doomed.add(exchange);
        return finish();
    }

    Removals ofBinding(Binding binding) {
        incoming(binding.destination()).remove(binding);
        detach(List.of(binding));
        return finish();
    }

    private Removals finish() {
        while (!doomed.isEmpty()) {
            delete(doomed.remove());
        }
        return new Removals(goneExchanges, goneBindings);
    }

    private void delete(Exchange exchange) {
        if (!exchanges.remove(exchange.name(), exchange)) {
            return; // it was doomed twice
        }
        goneExchanges.add(exchange);
        exchange.retire();
        for (Binding binding : exchange.outgoing()) {
            incoming(binding.destination()).remove(binding);
            goneBindings.add(binding);
        }
        exchange.outgoing().clear();
        exchange.rebound();
        detach(exchange.incoming());
        exchange.incoming().clear();
    }

    /** Takes bindings away from their sources, the destination having forgotten them or being about to. */
    private void detach(Iterable<Binding> bindings) {
        for (Binding binding : bindings) {
            Exchange source = binding.source();
            source.outgoing().remove(binding);
            source.table().remove(binding);
            source.rebound();
            goneBindings.add(binding);
            if (source.autoDelete() && source.outgoing().isEmpty()) {
                doomed.add(source);
            }
        }
    }

    private Set<Binding> incoming(BindingDestination destination) {
        return switch (destination) {
            case Exchange exchange -> exchange.incoming();
            case RouteTarget queue -> toQueues.get(queue);
        };
    }
}
