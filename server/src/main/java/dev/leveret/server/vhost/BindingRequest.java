package dev.leveret.server.vhost;

import dev.leveret.amqp.value.FieldTable;

/**
 * A binding as a client names it.
 *
 * @param user who asks
 */
public record BindingRequest(
        String source, String destination, String bindingKey, FieldTable arguments, String user) {}
