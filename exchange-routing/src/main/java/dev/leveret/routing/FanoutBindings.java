package dev.leveret.routing;

import dev.leveret.routing.structure.PublishedSet;

/** A fanout exchange: every message reaches every destination. */
final class FanoutBindings implements BindingTable {

    private final PublishedSet<BindingDestination> destinations = new PublishedSet<>();

    @Override
    public void add(Binding binding) {
        destinations.add(binding.destination());
    }

    @Override
    public void remove(Binding binding) {
        destinations.remove(binding.destination());
    }

    @Override
    public void route(Destinations out) {
        destinations.forEach(out.sink());
    }
}
