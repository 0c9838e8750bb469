package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * A virtual host. Its name is its identity.
 *
 * @param metadata what somebody has noted about it
 * @param limits how many connections and queues it may have, by their names
 */
public record VirtualHostDefinition(String name, FieldTable metadata, FieldTable limits) implements Definition {

    /** Without limits. */
    public VirtualHostDefinition(String name, FieldTable metadata) {
        this(name, metadata, FieldTable.EMPTY);
    }

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.virtualHost(this);
    }
}
