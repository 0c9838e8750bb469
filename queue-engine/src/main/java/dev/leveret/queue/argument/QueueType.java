package dev.leveret.queue.argument;

import static dev.leveret.queue.argument.QueueArguments.CACHE_SIZE;
import static dev.leveret.queue.argument.QueueArguments.CACHE_TTL;
import static dev.leveret.queue.argument.QueueArguments.CONSUMER_TIMEOUT;
import static dev.leveret.queue.argument.QueueArguments.DEAD_LETTER_EXCHANGE;
import static dev.leveret.queue.argument.QueueArguments.DEAD_LETTER_ROUTING_KEY;
import static dev.leveret.queue.argument.QueueArguments.DEAD_LETTER_STRATEGY;
import static dev.leveret.queue.argument.QueueArguments.DEDUPLICATION;
import static dev.leveret.queue.argument.QueueArguments.DEDUPLICATION_HEADER;
import static dev.leveret.queue.argument.QueueArguments.DELAYED_RETRY_MAX;
import static dev.leveret.queue.argument.QueueArguments.DELAYED_RETRY_MIN;
import static dev.leveret.queue.argument.QueueArguments.DELAYED_RETRY_TYPE;
import static dev.leveret.queue.argument.QueueArguments.DELIVERY_LIMIT;
import static dev.leveret.queue.argument.QueueArguments.EXPIRES;
import static dev.leveret.queue.argument.QueueArguments.GROUP_HEADER;
import static dev.leveret.queue.argument.QueueArguments.MAX_LENGTH;
import static dev.leveret.queue.argument.QueueArguments.MAX_LENGTH_BYTES;
import static dev.leveret.queue.argument.QueueArguments.MAX_PRIORITY;
import static dev.leveret.queue.argument.QueueArguments.MESSAGE_TTL;
import static dev.leveret.queue.argument.QueueArguments.OVERFLOW;
import static dev.leveret.queue.argument.QueueArguments.SINGLE_ACTIVE_CONSUMER;
import static dev.leveret.queue.argument.QueueArguments.TYPE;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What kind of queue one is: {@code x-queue-type}. */
public enum QueueType {
    /** What a queue is if it does not say otherwise. */
    CLASSIC(
            "classic",
            List.of(
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
                    TYPE,
                    "x-queue-master-locator",
                    "x-queue-leader-locator",
                    CONSUMER_TIMEOUT,
                    GROUP_HEADER,
                    DEDUPLICATION,
                    DEDUPLICATION_HEADER,
                    CACHE_SIZE,
                    CACHE_TTL)),
    /** RabbitMQ's replicated one, which here has one replica: durable, with a limit on deliveries (its page "Quorum Queues"). */
    QUORUM(
            "quorum",
            List.of(
                    DEAD_LETTER_EXCHANGE,
                    DEAD_LETTER_ROUTING_KEY,
                    DEAD_LETTER_STRATEGY,
                    EXPIRES,
                    MAX_LENGTH,
                    MAX_LENGTH_BYTES,
                    "x-max-in-memory-length",
                    "x-max-in-memory-bytes",
                    OVERFLOW,
                    SINGLE_ACTIVE_CONSUMER,
                    TYPE,
                    "x-quorum-initial-group-size",
                    DELIVERY_LIMIT,
                    MESSAGE_TTL,
                    "x-queue-leader-locator",
                    CONSUMER_TIMEOUT,
                    "x-consumer-disconnected-timeout",
                    DELAYED_RETRY_TYPE,
                    DELAYED_RETRY_MIN,
                    DELAYED_RETRY_MAX,
                    GROUP_HEADER,
                    DEDUPLICATION,
                    DEDUPLICATION_HEADER,
                    CACHE_SIZE,
                    CACHE_TTL));

    private final String wireName;
    private final List<String> arguments;

    QueueType(String wireName, List<String> arguments) {
        this.wireName = wireName;
        this.arguments = arguments;
    }

    /** As it stands in the argument. */
    public String wireName() {
        return wireName;
    }

    /** The arguments that it knows, in the order in which RabbitMQ compares them when a queue is declared once more, and then ours. */
    public List<String> arguments() {
        return arguments;
    }

    /** The type of that name. */
    public static Optional<QueueType> named(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }

    /** The type that these arguments ask for; they are valid. */
    public static QueueType of(FieldTable arguments) {
        FieldValue type = arguments.get(TYPE);
        return type != null && ArgumentText.plain(type).equals(QUORUM.wireName) ? QUORUM : CLASSIC;
    }

    /**
     * Checks what else a queue was declared with.
     *
     * @param queue how the reply text names the queue
     * @throws AmqpException 406 if there is no such queue of this type
     */
    public void checkProperties(boolean durable, boolean exclusive, boolean autoDelete, String queue) {
        if (this == CLASSIC) {
            return;
        }
        String wrong = autoDelete ? "auto-delete" : exclusive ? "exclusive-owner" : durable ? null : "non-durable";
        if (wrong != null) {
            throw AmqpException.preconditionFailed("invalid property '%s' for %s", wrong, queue);
        }
    }

    /**
     * Checks whether the server may choose the name of a queue with these arguments, whatever else is wrong with them.
     *
     * @throws AmqpException 406 if not
     */
    public static void checkServerNamed(FieldTable arguments) {
        if (of(arguments) == QUORUM) {
            throw AmqpException.preconditionFailed("Cannot declare a server-named queue for type rabbit_quorum_queue");
        }
    }
}
