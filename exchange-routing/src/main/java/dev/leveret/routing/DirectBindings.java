package dev.leveret.routing;

import dev.leveret.routing.structure.PublishedSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A direct exchange: a destination is reached by the very key that it was bound with. */
final class DirectBindings implements BindingTable {

    private final Map<String, PublishedSet<BindingDestination>> byKey = new ConcurrentHashMap<>();

    @Override
    public void add(Binding binding) {
        byKey.computeIfAbsent(binding.bindingKey(), key -> new PublishedSet<>()).add(binding.destination());
    }

    @Override
    public void remove(Binding binding) {
        PublishedSet<BindingDestination> destinations = byKey.get(binding.bindingKey());
        destinations.remove(binding.destination());
        if (destinations.isEmpty()) {
            byKey.remove(binding.bindingKey());
        }
    }

    @Override
    public void route(Destinations out) {
        for (int i = 0; i < out.keyCount(); i++) {
            PublishedSet<BindingDestination> destinations = byKey.get(out.key(i));
            if (destinations != null) {
                destinations.forEach(out.sink());
            }
        }
    }
}
