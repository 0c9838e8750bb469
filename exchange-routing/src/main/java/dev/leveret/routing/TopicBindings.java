package dev.leveret.routing;

import dev.leveret.routing.topic.TopicTrie;

/** A topic exchange: a binding key is a pattern of words, which the routing key has to match. */
final class TopicBindings implements BindingTable {

    private final TopicTrie<BindingDestination> patterns = new TopicTrie<>();

    @Override
    public void add(Binding binding) {
        patterns.add(binding.bindingKey(), binding.destination());
    }

    @Override
    public void remove(Binding binding) {
        patterns.remove(binding.bindingKey(), binding.destination());
    }

    @Override
    public void route(Destinations out) {
        for (int i = 0; i < out.keyCount(); i++) {
            patterns.match(out.key(i), out.words(), out.sink());
        }
    }
}
