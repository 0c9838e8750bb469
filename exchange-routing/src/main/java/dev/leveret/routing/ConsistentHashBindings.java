package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.hash.Hash64;
import dev.leveret.routing.hash.WeightedRing;
import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A consistent hash exchange (README of rabbitmq_consistent_hash_exchange): each message reaches one destination, which its
 * hash chooses, and the binding key is the weight of a destination.
 *
 * <p>If a destination is bound more than once its oldest binding counts. Of the message's keys only the first is hashed, those in CC and BCC are not.
 */
final class ConsistentHashBindings implements BindingTable {

    private static final BigInteger WEIGHT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    private final HashSource source;
    private final WeightedRing<BindingDestination> ring = new WeightedRing<>();

    /** The bindings to each destination, oldest first. The writer's alone. */
    private final Map<BindingDestination, Set<Binding>> bindingsTo = new IdentityHashMap<>();

    ConsistentHashBindings(HashSource source) {
        this.source = source;
    }

    @Override
    public void requireValid(Binding binding) {
        weight(binding);
    }

    @Override
    public void add(Binding binding) {
        Set<Binding> bindings = bindingsTo.computeIfAbsent(binding.destination(), first -> new LinkedHashSet<>(2));
        int before = weight(bindings);
        bindings.add(binding);
        ring.change(binding.destination(), seed(binding.destination()), before, weight(bindings));
    }

    // Deviation: the plugin lets a destination go with any of its bindings, though others are left.
    @Override
    public void remove(Binding binding) {
        Set<Binding> bindings = bindingsTo.get(binding.destination());
        int before = weight(bindings);
        bindings.remove(binding);
        ring.change(binding.destination(), seed(binding.destination()), before, weight(bindings));
        if (bindings.isEmpty()) {
            bindingsTo.remove(binding.destination());
        }
    }

    @Override
    public void route(Destinations out) {
        BindingDestination chosen = ring.choose(source.hash(out));
        if (chosen != null) {
            out.reach(chosen);
        }
    }

    private static int weight(Set<Binding> bindings) {
        return bindings.isEmpty() ? 0 : weight(bindings.iterator().next());
    }

    /** At least 1. More than 2^31 - 1 counts as that; throws 406 if the key is no such number. */
    private static int weight(Binding binding) {
        String key = binding.bindingKey();
        if (!key.matches("[+-]?[0-9]+")) {
            throw AmqpException.preconditionFailed(
                    "The binding key must be an integer: %s", ArgumentText.term(FieldValue.text(key)));
        }
        BigInteger weight = new BigInteger(key);
        if (weight.signum() <= 0) {
            throw AmqpException.preconditionFailed("The binding key must be greater than 0");
        }
        return weight.min(WEIGHT_MAX).intValue();
    }

    private static long seed(BindingDestination destination) {
        return Hash64.of(destination.name(), destination instanceof Exchange ? 1 : 0);
    }
}
