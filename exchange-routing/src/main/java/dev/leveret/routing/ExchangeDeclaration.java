package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.key.KeyRules;
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

    /** The type that an exchange of type {@link ExchangeType#DELAYED} routes as. */
    private static final String DELAYED_TYPE = "x-delayed-type";

    /** Has an exchange of any type delay messages. Not RabbitMQ's: LavinMQ's. */
    private static final String DELAYED_EXCHANGE = "x-delayed-exchange";

    /** The key of a policy that does the same. */
    private static final String DELAYED_MESSAGE_POLICY = "delayed-message";

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

    /** Whether messages with a header {@code x-delay} wait here before they are routed. */
    public boolean delays() {
        return type == ExchangeType.DELAYED
                || arguments.get(DELAYED_EXCHANGE) instanceof FieldValue.Bool delayed && delayed.value();
    }

    /** Whether a policy asks for that. */
    static boolean delaysBy(FieldTable policy) {
        return policy.get(DELAYED_MESSAGE_POLICY) instanceof FieldValue.Bool delayed && delayed.value();
    }

    /** Whether it routes no message whose key it has seen. */
    boolean deduplicates() {
        return routingType() == ExchangeType.DEDUPLICATION
                || arguments.get(KeyRules.DEDUPLICATION) instanceof FieldValue.Bool on && on.value();
    }

    /** By which type its bindings are chosen. Its arguments are valid. */
    public ExchangeType routingType() {
        return type == ExchangeType.DELAYED ? delayedType() : type;
    }

    private ExchangeType delayedType() {
        if (arguments.get(DELAYED_TYPE) instanceof FieldValue.LongString delayedType) {
            ExchangeType named = ExchangeType.named(delayedType.text());
            if (named != ExchangeType.DELAYED) {
                return named;
            }
        }
        throw AmqpException.preconditionFailed("Invalid argument, '%s' must be an existing exchange type", DELAYED_TYPE);
    }

    /** Throws 406 if an argument has not the type that it must have. */
    void requireValidArguments(String vhost) {
        FieldValue alternate = arguments.get(ALTERNATE);
        if (alternate != null && !(alternate instanceof FieldValue.LongString)) {
            throw invalidType(ALTERNATE, alternate, vhost);
        }
        FieldValue delayed = arguments.get(DELAYED_EXCHANGE);
        if (delayed != null && !(delayed instanceof FieldValue.Bool)) {
            throw invalidType(DELAYED_EXCHANGE, delayed, vhost);
        }
        FieldValue deduplication = arguments.get(KeyRules.DEDUPLICATION);
        if (deduplication != null && !(deduplication instanceof FieldValue.Bool)) {
            throw invalidType(KeyRules.DEDUPLICATION, deduplication, vhost);
        }
        routingType();
    }

    private AmqpException invalidType(String argument, FieldValue value, String vhost) {
        return AmqpException.preconditionFailed(
                "invalid type '%s' for arg '%s' in %s",
                ArgumentText.typeName(value), argument, ResourceText.exchange(name, vhost));
    }

    /**
     * Throws 406 unless an exchange declared like this may be declared again like that. The properties are
     * compared in this order; of the arguments only the alternate exchange is, what has to do with delays, and whether any type
     * deduplicates.
     */
    void requireEquivalent(ExchangeDeclaration again, String vhost) {
        String resource = ResourceText.exchange(name, vhost);
        requireSame("type", resource, again.type.wireName(), type.wireName());
        requireSame("durable", resource, again.durable, durable);
        requireSame("auto_delete", resource, again.autoDelete, autoDelete);
        requireSame("internal", resource, again.internal, internal);
        requireSameArgument(ALTERNATE, again, resource);
        // Deviation: the plugin does not compare it, and goes on with the type that it was declared with first.
        requireSameArgument(DELAYED_TYPE, again, resource);
        requireSameArgument(DELAYED_EXCHANGE, again, resource);
        requireSameArgument(KeyRules.DEDUPLICATION, again, resource);
    }

    private void requireSameArgument(String argument, ExchangeDeclaration again, String resource) {
        FieldValue received = again.arguments.get(argument);
        FieldValue current = arguments.get(argument);
        if (!Objects.equals(received, current)) {
            throw AmqpException.preconditionFailed(
                    "%s", ArgumentText.inequivalent(argument, resource, received, current));
        }
    }

    private static void requireSame(String property, String resource, Object received, Object current) {
        if (!received.equals(current)) {
            throw AmqpException.preconditionFailed(
                    "%s", ArgumentText.inequivalentProperty(property, resource, received, current));
        }
    }
}
