package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * Something that operators have set for the whole broker. Its name is its identity.
 *
 * @param content with the value in it; the store does not look into it
 */
public record GlobalParameterDefinition(String name, FieldTable content) implements Definition {

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.globalParameter(this);
    }
}
