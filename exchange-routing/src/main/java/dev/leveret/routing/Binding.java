package dev.leveret.routing;

import dev.leveret.amqp.value.FieldTable;
import java.util.Comparator;
import java.util.Objects;

/**
 * One binding. Bindings are the same if all four parts are: the arguments tell them apart too, with their
 * types, but not in which order they were given.
 *
 * @param bindingKey what queue.bind and exchange.bind call the routing key
 * @param arguments sorted by name, as RabbitMQ lists them
 */
public record Binding(Exchange source, BindingDestination destination, String bindingKey, FieldTable arguments) {

    /** By what can be told from outside, for a fixed order; equal are also two that differ in arguments only. */
    static final Comparator<Binding> BY_KEY_AND_DESTINATION = Comparator.comparing(Binding::bindingKey)
            .thenComparing(binding -> binding.destination() instanceof Exchange)
            .thenComparing(binding -> binding.destination().name());

    public Binding {
        Objects.requireNonNull(source);
        Objects.requireNonNull(destination);
        Objects.requireNonNull(bindingKey);
        if (arguments.size() > 1) {
            arguments = FieldTable.of(arguments.entries().stream()
                    .sorted(Comparator.comparing(FieldTable.Entry::name))
                    .toList());
        }
    }

    /** Whether it outlives a restart: only if both its ends do. */
    public boolean durable() {
        return source.durable() && destination.durable();
    }
}
