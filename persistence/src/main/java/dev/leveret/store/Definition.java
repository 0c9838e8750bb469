package dev.leveret.store;

/** Something durable that a client has declared, or an operator has set; and the number that a few messages have. */
public sealed interface Definition
        permits ExchangeDefinition,
                QueueDefinition,
                BindingDefinition,
                PolicyDefinition,
                VirtualHostDefinition,
                AccessDefinition,
                GlobalParameterDefinition,
                ReturnCount {

    /** Calls the method for its kind. */
    void accept(DefinitionVisitor visitor);
}
