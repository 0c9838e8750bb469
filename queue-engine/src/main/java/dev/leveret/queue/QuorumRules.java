package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/**
 * What a queue does with its messages that only quorum queues do (RabbitMQ's page "Quorum Queues").
 *
 * @param deliveryLimit how often a message may be returned: the next time it dies; {@link QueueRules#UNLIMITED} if any number of times
 * @param retry when a returned message is ready again
 * @param atLeastOnce whether a dead letter that finds no queue stays, if the rest of the rules allows that
 */
public record QuorumRules(long deliveryLimit, DelayedRetry retry, boolean atLeastOnce) {

    /** Of queues of other types. */
    static final QuorumRules NONE = new QuorumRules(QueueRules.UNLIMITED, DelayedRetry.NONE, false);

    private static final long DELIVERY_LIMIT_DEFAULT = 20;

    /** Arguments and policy as {@link QueueRules#of} wants them. */
    static QuorumRules of(FieldTable arguments, FieldTable policy) {
        FieldValue strategy = QueueRules.either("dead-letter-strategy", arguments, policy);
        return new QuorumRules(
                deliveryLimit(arguments.get("x-delivery-limit"), policy.get("delivery-limit")),
                DelayedRetry.of(arguments, policy),
                FieldValue.text("at-least-once").equals(strategy));
    }

    /** The lower one; a negative one is no limit, and gives way to one that is. */
    private static long deliveryLimit(FieldValue argument, FieldValue policy) {
        if (argument == null && policy == null) {
            return DELIVERY_LIMIT_DEFAULT;
        }
        return Math.min(limit(argument), limit(policy));
    }

    private static long limit(FieldValue value) {
        long limit = value == null ? QueueRules.UNLIMITED : value.integer().orElseThrow();
        return limit < 0 ? QueueRules.UNLIMITED : limit;
    }
}
