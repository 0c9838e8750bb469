package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.LongString;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The arguments of {@code queue.declare}: which values RabbitMQ takes (its page "Queues", and 3.10 as
 * observed for the texts), and which arguments mean nothing here yet.
 *
 * <p>An argument that asks for something is never passed over: what cannot be done is refused. Those
 * that only choose where or how a queue is kept ({@code x-queue-mode}, {@code x-queue-version}, the
 * locators and group sizes) ask for nothing on one node. Names that RabbitMQ does not know are kept
 * and mean nothing, as there.
 */
final class QueueArguments {

    static final String TYPE = "x-queue-type";
    static final FieldValue CLASSIC = FieldValue.text("classic");

    private static final Set<String> NOT_YET = Set.of(
            "x-expires",
            "x-message-ttl",
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-dead-letter-strategy",
            "x-max-length",
            "x-max-length-bytes",
            "x-overflow",
            "x-max-priority",
            "x-single-active-consumer",
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
        arguments.entries().forEach(entry -> check(entry.name(), entry.value(), queue));
    }

    private static void check(String name, FieldValue value, String queue) {
        switch (name) {
            case "x-queue-mode" -> checkMode(value, queue);
            case "x-queue-version" -> checkVersion(value, queue);
            default -> {
                if (NOT_YET.contains(name)) {
                    throw AmqpException.notImplemented("arg '%s' for %s", name, queue);
                }
            }
        }
    }

    private static void checkType(FieldValue value, String queue) {
        switch (text(TYPE, value, queue)) {
            case "classic" -> {}
            case "quorum", "stream" ->
                throw AmqpException.notImplemented("arg '%s' for %s: '%s'", TYPE, queue, ArgumentText.plain(value));
            default -> throw invalid(TYPE, queue, "\"unsupported queue type '" + ArgumentText.plain(value) + "'\"");
        }
    }

    private static void checkMode(FieldValue value, String queue) {
        String mode = text("x-queue-mode", value, queue);
        if (!mode.equals("default") && !mode.equals("lazy")) {
            throw invalid("x-queue-mode", queue, "\"unsupported queue mode '" + mode + "'\"");
        }
    }

    private static void checkVersion(FieldValue value, String queue) {
        OptionalLong version = value.integer();
        if (version.isEmpty()) {
            String problem = "\"expected integer, got " + ArgumentText.typeName(value) + "\"";
            throw invalid("x-queue-version", queue, problem);
        }
        if (version.getAsLong() != 1 && version.getAsLong() != 2) {
            String problem = "\"unsupported queue version '" + version.getAsLong() + "'\"";
            throw invalid("x-queue-version", queue, problem);
        }
    }

    private static String text(String name, FieldValue value, String queue) {
        if (value instanceof LongString string) {
            return string.text();
        }
        throw invalid(name, queue, "{unacceptable_type," + ArgumentText.typeName(value) + "}");
    }

    private static AmqpException invalid(String name, String queue, String problem) {
        return AmqpException.preconditionFailed("invalid arg '%s' for %s: %s", name, queue, problem);
    }
}
