package dev.leveret.server.vhost;

import dev.leveret.amqp.value.FieldTable;

/**
 * What queue.declare says of a queue.
 *
 * @param user who declares it
 */
public record QueueDeclaration(
        String name, boolean durable, boolean exclusive, boolean autoDelete, FieldTable arguments, String user) {}
