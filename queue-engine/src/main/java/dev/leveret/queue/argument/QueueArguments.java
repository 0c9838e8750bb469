package dev.leveret.queue.argument;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.key.KeyRules;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldTable.Entry;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.LongString;
import java.util.List;
import java.util.Set;

/**
 * The arguments of {@code queue.declare}: which values RabbitMQ takes (its page "Queues", and 3.10 as observed for the texts and the
 * order of the checks).
 *
 * <p>An argument that asks for something is never passed over: what cannot be done is refused. Those that only choose where or
 * how a queue is kept ({@code x-queue-mode}, {@code x-queue-version}, the locators, group sizes and limits of memory) ask for
 * nothing on one node. Names that RabbitMQ does not know are kept and mean nothing, as there.
 */
public final class QueueArguments {

    public static final String TYPE = "x-queue-type";
    public static final String EXPIRES = "x-expires";
    public static final String MESSAGE_TTL = "x-message-ttl";
    public static final String MAX_PRIORITY = "x-max-priority";
    public static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    public static final String DEAD_LETTER_ROUTING_KEY = "x-dead-letter-routing-key";
    public static final String DEAD_LETTER_STRATEGY = "x-dead-letter-strategy";
    public static final String MAX_LENGTH = "x-max-length";
    public static final String MAX_LENGTH_BYTES = "x-max-length-bytes";
    public static final String OVERFLOW = "x-overflow";
    public static final String SINGLE_ACTIVE_CONSUMER = "x-single-active-consumer";
    public static final String CONSUMER_TIMEOUT = "x-consumer-timeout";
    public static final String DELIVERY_LIMIT = "x-delivery-limit";
    public static final String DELAYED_RETRY_TYPE = "x-delayed-retry-type";
    public static final String DELAYED_RETRY_MIN = "x-delayed-retry-min";
    public static final String DELAYED_RETRY_MAX = "x-delayed-retry-max";

    /** Ours alone: every type has it. */
    public static final String GROUP_HEADER = "x-message-group-header";

    /** Those of the plugin rabbitmq-message-deduplication and of LavinMQ: every type has them. */
    public static final String DEDUPLICATION = KeyRules.DEDUPLICATION;

    public static final String DEDUPLICATION_HEADER = KeyRules.KEY;
    public static final String CACHE_SIZE = KeyRules.SIZE;
    public static final String CACHE_TTL = KeyRules.TTL;

    /** An argument and what its value may be. */
    private record Argument(String name, ValueCheck check) {}

    /** Every argument that a type here knows, in the order in which RabbitMQ looks at their values. */
    private static final List<Argument> IN_ORDER = List.of(
            new Argument(EXPIRES, ValueChecks::positiveMillis),
            new Argument(MESSAGE_TTL, ValueChecks::millis),
            new Argument(DEAD_LETTER_EXCHANGE, ValueChecks::shortText),
            new Argument(DEAD_LETTER_ROUTING_KEY, ValueChecks::deadLetterKey),
            new Argument(DEAD_LETTER_STRATEGY, ValueChecks.oneOf("invalid_dlx_strategy", "at-most-once", "at-least-once")),
            new Argument(MAX_LENGTH, ValueChecks::notNegative),
            new Argument(MAX_LENGTH_BYTES, ValueChecks::notNegative),
            new Argument("x-max-in-memory-length", ValueChecks::notNegative),
            new Argument("x-max-in-memory-bytes", ValueChecks::notNegative),
            new Argument(MAX_PRIORITY, ValueChecks::priority),
            new Argument(
                    OVERFLOW,
                    ValueChecks.oneOf("invalid_overflow", "drop-head", "reject-publish", "reject-publish-dlx")),
            new Argument("x-queue-mode", ValueChecks::mode),
            new Argument("x-queue-version", ValueChecks::version),
            new Argument(SINGLE_ACTIVE_CONSUMER, ValueChecks::bool),
            new Argument("x-quorum-initial-group-size", ValueChecks::positive),
            new Argument("x-queue-master-locator", ValueChecks::text),
            new Argument(
                    "x-queue-leader-locator",
                    ValueChecks.oneOf(
                            "invalid_queue_locator_arg", "client-local", "balanced", "random", "least-leaders")),
            new Argument(DELIVERY_LIMIT, ValueChecks::integer),
            new Argument(CONSUMER_TIMEOUT, ValueChecks::notNegative),
            new Argument("x-consumer-disconnected-timeout", ValueChecks::notNegative),
            new Argument(
                    DELAYED_RETRY_TYPE,
                    ValueChecks.oneOf("invalid_delayed_retry_type", "disabled", "all", "failed", "returned")),
            new Argument(DELAYED_RETRY_MIN, ValueChecks::millis),
            new Argument(DELAYED_RETRY_MAX, ValueChecks::millis),
            new Argument(GROUP_HEADER, ValueChecks::groupHeader),
            new Argument(DEDUPLICATION, ValueChecks::bool),
            new Argument(DEDUPLICATION_HEADER, ValueChecks::headerName),
            new Argument(CACHE_SIZE, ValueChecks::remembered),
            new Argument(CACHE_TTL, ValueChecks::remembered));

    /** What only a stream has. */
    private static final Set<String> OF_STREAMS = Set.of(
            "x-max-age", "x-stream-max-segment-size-bytes", "x-stream-filter-size-bytes", "x-initial-cluster-size");

    private QueueArguments() {}

    /**
     * Checks all of them: first the type, then the values of those that the type knows, then whether it knows them.
     *
     * @param queue how the reply text names the queue
     * @throws AmqpException 406 for what cannot be, 540 for a type of queue that is not there yet
     */
    public static void check(FieldTable arguments, String queue) {
        checkDeadLetterExchange(arguments.get(DEAD_LETTER_EXCHANGE), queue);
        checkValue(new Argument(TYPE, ValueChecks::type), arguments, queue);
        QueueType type = typeOf(arguments, queue);
        for (Argument argument : IN_ORDER) {
            if (type.arguments().contains(argument.name())) {
                checkValue(argument, arguments, queue);
            }
        }
        for (Entry entry : arguments.entries()) {
            checkName(entry.name(), type, queue);
        }
    }

    /** RabbitMQ looks at this one earlier than at all others, in other words. */
    private static void checkDeadLetterExchange(FieldValue value, String queue) {
        if (value != null && !(value instanceof LongString)) {
            throw AmqpException.preconditionFailed(
                    "invalid type '%s' for arg '%s' in %s", ArgumentText.typeName(value), DEAD_LETTER_EXCHANGE, queue);
        }
    }

    private static QueueType typeOf(FieldTable arguments, String queue) {
        FieldValue type = arguments.get(TYPE);
        if (type != null && ArgumentText.plain(type).equals("stream")) {
            throw AmqpException.notImplemented("arg '%s' for %s: 'stream'", TYPE, queue);
        }
        return QueueType.of(arguments);
    }

    private static void checkValue(Argument argument, FieldTable arguments, String queue) {
        FieldValue value = arguments.get(argument.name());
        String problem = value == null ? null : argument.check().problem(value, arguments);
        if (problem != null) {
            throw AmqpException.preconditionFailed("invalid arg '%s' for %s: %s", argument.name(), queue, problem);
        }
    }

    private static void checkName(String name, QueueType type, String queue) {
        if (!type.arguments().contains(name) && isKnown(name)) {
            throw AmqpException.preconditionFailed(
                    "invalid arg '%s' for %s of queue type %s", name, queue, type.wireName());
        }
    }

    /** Whether a type knows it, another one perhaps. */
    private static boolean isKnown(String name) {
        return OF_STREAMS.contains(name)
                || IN_ORDER.stream().anyMatch(argument -> argument.name().equals(name));
    }
}
