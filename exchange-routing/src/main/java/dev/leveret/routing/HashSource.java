package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.text.ResourceText;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.hash.Hash64;

/**
 * What of a message a consistent hash exchange hashes (README of rabbitmq_consistent_hash_exchange): its routing key, or what the
 * argument {@code hash-header} or {@code hash-property} names. Messages without that all have the same hash.
 *
 * @param name of the header or property; null for the routing key
 */
record HashSource(Kind kind, String name) {

    private static final String HEADER = "hash-header";
    private static final String PROPERTY = "hash-property";
    private static final long MISSING = 0;

    /** Where to look. */
    enum Kind {
        ROUTING_KEY,
        HEADER,
        PROPERTY
    }

    /** @throws AmqpException 406 for both arguments, a type other than longstr, and another property than the three */
    static HashSource of(ExchangeDeclaration exchange, String vhost) {
        FieldValue header = exchange.arguments().get(HEADER);
        FieldValue property = exchange.arguments().get(PROPERTY);
        if (header != null && property != null) {
            throw AmqpException.preconditionFailed("hash-header and hash-property are mutually exclusive");
        }
        if (header != null) {
            return new HashSource(Kind.HEADER, text(HEADER, header, exchange, vhost));
        }
        if (property != null) {
            return new HashSource(Kind.PROPERTY, known(text(PROPERTY, property, exchange, vhost)));
        }
        return new HashSource(Kind.ROUTING_KEY, null);
    }

    // Deviation: the plugin fails on another type and closes the connection with 541.
    private static String text(String argument, FieldValue value, ExchangeDeclaration exchange, String vhost) {
        if (value instanceof FieldValue.LongString string) {
            return string.text();
        }
        throw AmqpException.preconditionFailed(
                "invalid type '%s' for arg '%s' in %s",
                ArgumentText.typeName(value), argument, ResourceText.exchange(exchange.name(), vhost));
    }

    private static String known(String property) {
        return switch (property) {
            case "message_id", "correlation_id", "timestamp" -> property;
            default -> throw AmqpException.preconditionFailed("Unsupported property: %s", property);
        };
    }

    /** The hash of the message that is being routed. */
    long hash(Destinations out) {
        return switch (kind) {
            case ROUTING_KEY -> Hash64.of(out.key(0), 0);
            case HEADER -> ofHeader(out.headers());
            case PROPERTY -> ofProperty(out.properties());
        };
    }

    /** Of the value and its type, as in the plugin: the number 1 and the text 1 are not the same. */
    private long ofHeader(FieldTable headers) {
        FieldValue value = headers.get(name);
        if (value == null) {
            return MISSING;
        }
        String text = value instanceof FieldValue.LongString string ? string.text() : ArgumentText.term(value);
        return Hash64.of(text, value.tag());
    }

    private long ofProperty(BasicProperties properties) {
        Object value = switch (name) {
            case "message_id" -> properties.messageId();
            case "correlation_id" -> properties.correlationId();
            default -> properties.timestamp();
        };
        return value == null ? MISSING : Hash64.of(value.toString(), 0);
    }
}
