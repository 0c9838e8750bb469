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
