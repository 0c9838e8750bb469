package dev.leveret.queue.state;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/**
 * How a consumer wants its deliveries. Immutable.
 *
 * @param tag its name within the channel
 * @param noAck deliveries count as settled when they are sent
 * @param exclusive nobody else may consume from the queue
 * @param prefetchMax how many unacked deliveries it may hold; 0: no limit. Without effect if noAck.
 * @param unackedBytesMax how many bytes of unacked deliveries it may hold if it has no prefetch limit, at least 1; the
 *     last one may exceed it
 * @param arguments as given in {@code basic.consume}, checked by {@link
 *     dev.leveret.queue.ConsumerArguments}
 */
public record ConsumerSettings(
        String tag, boolean noAck, boolean exclusive, int prefetchMax, long unackedBytesMax, FieldTable arguments) {

    /** The argument that says which consumers come first: an integer, which may be negative. */
    public static final String PRIORITY = "x-priority";

    /** The argument that says how long a delivery may be unacknowledged: milliseconds, 0 for ever. */
    public static final String TIMEOUT = "x-consumer-timeout";

    /**
     * How long its deliveries may be unacknowledged, in milliseconds, and 0 for ever; {@link Long#MAX_VALUE}: nothing is said here
     * (RabbitMQ's page "Consumers", section "Delivery Acknowledgement Timeout").
     */
    public long timeoutMillis() {
        FieldValue timeout = arguments.get(TIMEOUT);
        return timeout == null ? Long.MAX_VALUE : timeout.integer().orElseThrow();
    }

    /** Those of a higher one are served before others (RabbitMQ's page "Consumer Priorities"); 0 if none was given. */
    long priority() {
        FieldValue priority = arguments.get(PRIORITY);
        return priority == null ? 0 : priority.integer().orElseThrow();
    }
}
