package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * A policy of a virtual host. Virtual host, kind and name are its identity; defining it again replaces the rest.
 *
 * @param operator whether it is an operator's, which are apart from the others
 * @param pattern a regular expression for names
 * @param applyTo the kind of objects, in RabbitMQ's words
 * @param definition what it asks for
 */
public record PolicyDefinition(
        String vhost, boolean operator, String name, String pattern, String applyTo, int priority, FieldTable definition)
        implements Definition {

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.policy(this);
    }
}
