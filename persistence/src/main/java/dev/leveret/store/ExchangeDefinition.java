package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/** A durable exchange. Its identity is virtual host and name; defining it again replaces the rest. */
public record ExchangeDefinition(
        String vhost,
        String name,
        String type,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        FieldTable arguments)
        implements Definition {

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.exchange(this);
    }
}
