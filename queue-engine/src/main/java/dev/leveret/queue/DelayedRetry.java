package dev.leveret.queue;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/**
 * When a returned message is ready again (RabbitMQ's page "Quorum Queues", section "Delayed Retry"): the later, the more often it has
 * come back.
 *
 * @param failed it applies to those that a consumer has rejected or lost
 * @param returned it applies to those that a consumer has merely given back
 * @param minMillis how long each return makes a message wait
 * @param maxMillis how long it waits at most
 */
public record DelayedRetry(boolean failed, boolean returned, long minMillis, long maxMillis) {

    /** Returned messages are ready at once. */
    static final DelayedRetry NONE = new DelayedRetry(false, false, 0, 0);

    /** Ten years, which is the highest value of the arguments. */
    private static final long MILLIS_MAX = 315_360_000_000L;

    /** Arguments and policy as {@link QueueRules#of} wants them. */
    static DelayedRetry of(FieldTable arguments, FieldTable policy) {
        FieldValue type = QueueRules.either("delayed-retry-type", arguments, policy);
        String name = type == null ? "disabled" : ArgumentText.plain(type);
        return new DelayedRetry(
                name.equals("all") || name.equals("failed"),
                name.equals("all") || name.equals("returned"),
                millis("delayed-retry-min", 0, arguments, policy),
                millis("delayed-retry-max", MILLIS_MAX, arguments, policy));
    }

    private static long millis(String key, long otherwise, FieldTable arguments, FieldTable policy) {
        FieldValue value = QueueRules.either(key, arguments, policy);
        return value == null ? otherwise : value.integer().orElseThrow();
    }

    /**
     * How long a message waits.
     *
     * @param hasFailed whether it was rejected or lost, and not merely given back
     * @param returns how often it has come back, this time included
     * @return in milliseconds; 0 if it does not
     */
    long delayMillis(boolean hasFailed, int returns) {
        if (!(hasFailed ? failed : returned)) {
            return 0;
        }
        return minMillis > maxMillis / returns ? maxMillis : minMillis * returns;
    }
}
