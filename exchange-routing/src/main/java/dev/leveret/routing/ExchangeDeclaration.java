package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.text.ResourceText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.Objects;

/**
 * What exchange.declare says of an exchange.
 *
 * @param durable whether it outlives a restart
 * @param autoDelete whether it goes when the last of its bindings to somewhere goes
 * @param internal whether only other exchanges may send to it
 */
public record ExchangeDeclaration(
        String name, ExchangeType type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments) {

    private static final String ALTERNATE = "alternate-exchange";

    public ExchangeDeclaration {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(arguments);
    }

    /** The exchange that takes what this one cannot route (RabbitMQ docs, ae); null if there is none. */
    public String alternate() {
        return alternate(arguments);
    }

    /** The one that arguments or the definition of a policy name; null if they name none. */
    static String alternate(FieldTable table) {
        return table.get(ALTERNATE) instanceof FieldValue.LongString name ? name.text() : null;
    }

    /** Throws 406 if an argument has not the type that it must have. */
    void requireValidArguments(String vhost) {
        FieldValue alternate = arguments.get(ALTERNATE);
        if (alternate != null && !(alternate instanceof FieldValue.LongString)) {
            throw AmqpException.preconditionFailed(
                    "invalid type '%s' for arg '%s' in %s",
                    ArgumentText.typeName(alternate), ALTERNATE, ResourceText.exchange(name, vhost));
        }
    }

    /**
     * Throws 406 unless an exchange declared like this may be declared again like that. The properties are
     * compared in this order; of the arguments only the alternate exchange is.
     */
    void requireEquivalent(ExchangeDeclaration again, String vhost) {
        String resource = ResourceText.exchange(name, vhost);
        requireSame("type", resource, again.type.wireName(), type.wireName());
        requireSame("durable", resource, again.durable, durable);
        requireSame("auto_delete", resource, again.autoDelete, autoDelete);
        requireSame("internal", resource, again.internal, internal);
        FieldValue received = again.arguments.get(ALTERNATE);
        FieldValue current = arguments.get(ALTERNATE);
        if (!Objects.equals(received, current)) {
            throw AmqpException.preconditionFailed(
                    "%s", ArgumentText.inequivalent(ALTERNATE, resource, received, current));
        }
    }

    private static void requireSame(String property, String resource, Object received, Object current) {
        if (!received.equals(current)) {
            throw AmqpException.preconditionFailed(
                    "%s", ArgumentText.inequivalentProperty(property, resource, received, current));
        }
    }
}
