package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * A binding between two durable ends. All of it is its identity.
 *
 * @param source the exchange that messages come from
 * @param toExchange whether the destination is an exchange, not a queue
 */
public record BindingDefinition(
        String vhost, String source, boolean toExchange, String destination, String routingKey, FieldTable arguments)
        implements Definition {

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.binding(this);
    }
}
