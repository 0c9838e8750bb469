package dev.leveret.routing;

import dev.leveret.routing.hash.Hash64;
import dev.leveret.routing.structure.SortedArray;

/**
 * A modulus hash exchange (README of rabbitmq_sharding): each message goes over one binding, the one that the hash of its
 * routing keys modulo the number of bindings points at. In which order the bindings are counted depends on them
 * alone, so that a restart changes nothing.
 */
final class ModulusBindings implements BindingTable {

    private final SortedArray<Binding> bindings = new SortedArray<>(Binding.BY_KEY_AND_DESTINATION, new Binding[0]);

    @Override
    public void add(Binding binding) {
        bindings.add(binding);
    }

    @Override
    public void remove(Binding binding) {
        bindings.remove(binding);
    }

    @Override
    public void route(Destinations out) {
        Binding[] all = bindings.elements();
        if (all.length > 0) {
            out.reach(all[(int) Long.remainderUnsigned(hash(out), all.length)].destination());
        }
    }

    private static long hash(Destinations out) {
        long hash = 0;
        for (int i = 0; i < out.keyCount(); i++) {
            hash = Hash64.of(out.key(i), hash);
        }
        return hash;
    }
}
