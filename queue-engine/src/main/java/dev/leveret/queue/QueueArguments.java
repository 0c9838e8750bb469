package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.LongString;
import java.util.List;
import java.util.OptionalLong;

/**
 * The arguments of {@code queue.declare}: which values RabbitMQ takes (its page "Queues", and 3.10 as
 * observed for the texts and the order of the checks), and which arguments mean nothing here yet.
 *
 * <p>An argument that asks for something is never passed over: what cannot be done is refused. Those
 * that only choose where or how a queue is kept ({@code x-queue-mode}, {@code x-queue-version}, the
 * locators and group sizes) ask for nothing on one node. Names that RabbitMQ does not know are kept
 * and mean nothing, as there.
 */
final class QueueArguments {

    static final String TYPE = "x-queue-type";
    static final String EXPIRES = "x-expires";
    static final String MESSAGE_TTL = "x-message-ttl";
    static final String MAX_PRIORITY = "x-max-priority";
    static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    static final String DEAD_LETTER_ROUTING_KEY = "x-dead-letter-routing-key";
    static final String MAX_LENGTH = "x-max-length";
    static final String MAX_LENGTH_BYTES = "x-max-length-bytes";
    static final String OVERFLOW = "x-overflow";
    static final String SINGLE_ACTIVE_CONSUMER = "x-single-active-consumer";
    static final FieldValue CLASSIC = FieldValue.text("classic");

    /** Ten years. */
    private static final long MILLIS_MAX = 315_360_000_000L;

    private static final int PRIORITY_MAX = 255;

    /** What is looked at after the type, in RabbitMQ's order, and then what it has for other types. */
    private static final List<String> IN_ORDER = List.of(
            EXPIRES,
            MESSAGE_TTL,
            DEAD_LETTER_EXCHANGE,
            DEAD_LETTER_ROUTING_KEY,
            MAX_LENGTH,
            MAX_LENGTH_BYTES,
            MAX_PRIORITY,
            OVERFLOW,
            "x-queue-mode",
            "x-queue-version",
            SINGLE_ACTIVE_CONSUMER,
            "x-dead-letter-strategy",
            "x-delivery-limit",
            "x-consumer-timeout",
            "x-consumer-disconnected-timeout",
            "x-delayed-retry-type",
            "x-delayed-retry-min",
            "x-delayed-retry-max",
            "x-max-age",
            "x-stream-max-segment-size-bytes",
            "x-stream-filter-size-bytes");

    private QueueArguments() {}

    /**
     * Checks all of them, the type first.
     *
     * @param queue how the reply text names the queue
     */
    static void check(FieldTable arguments, String queue) {
        FieldValue type = arguments.get(TYPE);
        if (type != null) {
            checkType(type, queue);
        }
        for (String name : IN_ORDER) {
            FieldValue value = arguments.get(name);
            if (value != null) {
                check(name, value, arguments, queue);
            }
        }
    }

    private static void check(String name, FieldValue value, FieldTable arguments, String queue) {
        switch (name) {
            case EXPIRES -> checkExpires(value, queue);
            case MESSAGE_TTL -> checkMillis(name, value, queue);
            case DEAD_LETTER_EXCHANGE -> checkDeadLetterExchange(value, queue);
            case DEAD_LETTER_ROUTING_KEY -> checkDeadLetterRoutingKey(value, arguments, queue);
            case MAX_LENGTH, MAX_LENGTH_BYTES -> notNegative(name, value, queue);
            case MAX_PRIORITY -> checkMaxPriority(value, queue);
            case OVERFLOW -> checkOverflow(value, queue);
            case SINGLE_ACTIVE_CONSUMER -> checkBoolean(name, value, queue);
            case "x-queue-mode" -> checkMode(value, queue);
            case "x-queue-version" -> checkVersion(value, queue);
            default -> throw AmqpException.notImplemented("arg '%s' for %s", name, queue);
        }
    }

    private static void checkExpires(FieldValue value, String queue) {
        if (checkMillis(EXPIRES, value, queue) == 0) {
            throw invalid(EXPIRES, queue, "{value_zero,0}");
        }
    }

    private static long checkMillis(String name, FieldValue value, String queue) {
        long millis = notNegative(name, value, queue);
        if (millis > MILLIS_MAX) {
            throw invalid(name, queue, "{value_too_large," + millis + "}");
        }
        return millis;
    }

    private static void checkDeadLetterExchange(FieldValue value, String queue) {
        if (!(value instanceof LongString)) {
            throw AmqpException.preconditionFailed(
                    "invalid type '%s' for arg '%s' in %s", ArgumentText.typeName(value), DEAD_LETTER_EXCHANGE, queue);
        }
    }

    private static void checkDeadLetterRoutingKey(FieldValue value, FieldTable arguments, String queue) {
        text(DEAD_LETTER_ROUTING_KEY, value, queue);
        if (!arguments.contains(DEAD_LETTER_EXCHANGE)) {
            throw invalid(DEAD_LETTER_ROUTING_KEY, queue, "routing_key_but_no_dlx_defined");
        }
    }

    private static void checkOverflow(FieldValue value, String queue) {
        if (Overflow.named(text(OVERFLOW, value, queue)) == null) {
            throw invalid(OVERFLOW, queue, "invalid_overflow");
        }
    }

    private static void checkMaxPriority(FieldValue value, String queue) {
        long priority = notNegative(MAX_PRIORITY, value, queue);
        if (priority > PRIORITY_MAX) {
            throw invalid(MAX_PRIORITY, queue, "{max_value_exceeded," + priority + "}");
        }
    }

    private static long notNegative(String name, FieldValue value, String queue) {
        long number = integer(name, value, queue);
        if (number < 0) {
            throw invalid(name, queue, "{value_negative," + number + "}");
        }
        return number;
    }

    private static void checkType(FieldValue value, String queue) {
        switch (text(TYPE, value, queue)) {
            case "classic" -> {}
            case "quorum", "stream" ->
                throw AmqpException.notImplemented("arg '%s' for %s: '%s'", TYPE, queue, ArgumentText.plain(value));
            default -> throw invalid(TYPE, queue, "\"unsupported queue type '" + ArgumentText.plain(value) + "'\"");
        }
    }

    private static void checkBoolean(String name, FieldValue value, String queue) {
        if (!(value instanceof FieldValue.Bool)) {
            throw unacceptable(name, value, queue);
        }
    }

    private static void checkMode(FieldValue value, String queue) {
        String mode = text("x-queue-mode", value, queue);
        if (!mode.equals("default") && !mode.equals("lazy")) {
            throw invalid("x-queue-mode", queue, "\"unsupported queue mode '" + mode + "'\"");
        }
    }

    private static void checkVersion(FieldValue value, String queue) {
        long version = integer("x-queue-version", value, queue);
        if (version != 1 && version != 2) {
            throw invalid("x-queue-version", queue, "\"unsupported queue version '" + version + "'\"");
        }
    }

    private static long integer(String name, FieldValue value, String queue) {
        OptionalLong number = value.integer();
        if (number.isEmpty()) {
            throw invalid(name, queue, "\"expected integer, got " + ArgumentText.typeName(value) + "\"");
        }
        return number.getAsLong();
    }

    private static String text(String name, FieldValue value, String queue) {
        if (value instanceof LongString string) {
            return string.text();
        }
        throw unacceptable(name, value, queue);
    }

    private static AmqpException unacceptable(String name, FieldValue value, String queue) {
        return invalid(name, queue, "{unacceptable_type," + ArgumentText.typeName(value) + "}");
    }

    private static AmqpException invalid(String name, String queue, String problem) {
        return AmqpException.preconditionFailed("invalid arg '%s' for %s: %s", name, queue, problem);
    }
}
