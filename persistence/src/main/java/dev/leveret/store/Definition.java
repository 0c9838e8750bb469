package dev.leveret.store;

/** Something durable that a client has declared. */
public sealed interface Definition permits ExchangeDefinition, QueueDefinition, BindingDefinition {

    /** The virtual host that it belongs to. */
    String vhost();
}
