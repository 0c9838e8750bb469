package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.routing.structure.SortedArray;

/**
 * Each message goes over one binding, which chance chooses; keys mean nothing (README of rabbitmq_random_exchange). A destination
 * that is bound more than once is chosen as much more often.
 */
final class RandomBindings implements BindingTable {

    private final SortedArray<Binding> bindings = new SortedArray<>(Binding.BY_KEY_AND_DESTINATION, new Binding[0]);
    private final boolean local;

    /** @param local whether it is an {@code x-local-random} exchange, which takes nothing but queues, bound without a key */
    RandomBindings(boolean local) {
        this.local = local;
    }

    /** RabbitMQ docs, local-random-exchange: the reply texts are those of RabbitMQ 4. */
    @Override
    public void requireValid(Binding binding) {
        if (!local) {
            return;
        }
        if (!binding.bindingKey().isEmpty()) {
            throw AmqpException.preconditionFailed("Non empty binding '%s' key not permitted", binding.bindingKey());
        }
        if (binding.destination() instanceof Exchange) {
            throw AmqpException.preconditionFailed("Destination not found");
        }
    }

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
        if (all.length == 1) {
            out.reach(all[0].destination());
        } else if (all.length > 1) {
            out.reach(all[out.chance(all.length)].destination());
        }
    }
}
