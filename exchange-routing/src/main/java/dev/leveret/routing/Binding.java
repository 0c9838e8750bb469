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
public record Binding(Exchange source, BindingDestination destination, String bindingKey, FieldTable arguments)
        implements Comparable<Binding> {

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

    /**
     * An order for hash tables alone, which clients could fill with keys of one hash: then they look for bindings by it. Those it has no order for are not
     * always equal.
     */
    @Override
    public int compareTo(Binding other) {
        int byKey = BY_KEY_AND_DESTINATION.compare(this, other);
        return byKey != 0 ? byKey : arguments.toString().compareTo(other.arguments.toString());
    }

    /** Whether it outlives a restart: only if both its ends do. */
    public boolean durable() {
        return source.durable() && destination.durable();
    }
}
