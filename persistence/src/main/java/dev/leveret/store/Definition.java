package dev.leveret.store;

/** Something durable that a client has declared, or an operator has set. */
public sealed interface Definition
        permits ExchangeDefinition,
                QueueDefinition,
                BindingDefinition,
                PolicyDefinition,
                VirtualHostDefinition,
                AccessDefinition {}
