package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * A virtual host. Its name is its identity.
 *
 * @param metadata what somebody has noted about it
 */
public record VirtualHostDefinition(String name, FieldTable metadata) implements Definition {}
