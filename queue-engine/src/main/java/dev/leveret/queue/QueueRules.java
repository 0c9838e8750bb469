package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.queue.state.TimeToLive;

/**
 * What a queue does with its messages, as its arguments and the policies that apply to it say together. Immutable; a queue may be
 * given others at any time.
 *
 * @param messageTtlMillis how long messages live; {@link TimeToLive#NEVER} if that is left to them
 * @param expiresMillis how long the queue may be unused; {@link TimeToLive#NEVER} if for ever
 * @param deadLetterExchange where dead letters go: the name of an exchange, perhaps of none that is there; null: they are dropped
 * @param deadLetterRoutingKey the routing key that they get; null: they keep theirs
 * @param maxLength how many messages may be ready, 0 to {@link #UNLIMITED}
 * @param maxLengthBytes how many bytes their bodies may have together, 0 to {@link #UNLIMITED}
 * @param overflow what happens if there would be more
 * @param consumerTimeoutMillis how long its deliveries may be unacknowledged, and 0 for ever; {@link #UNLIMITED}: nothing is said here
 * @param quorum what only quorum queues do
 */
public record QueueRules(
        long messageTtlMillis,
        long expiresMillis,
        String deadLetterExchange,
        String deadLetterRoutingKey,
        long maxLength,
        long maxLengthBytes,
        Overflow overflow,
        long consumerTimeoutMillis,
        QuorumRules quorum) {

    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /**
     * The rules of a queue: of limits the lower one counts, of everything else the argument if there is one (RabbitMQ's page
     * "Policies").
     *
     * @param arguments valid ones of {@code queue.declare}
     * @param policy valid keys as in a policy's definition, which are those of arguments without {@code x-}
     */
    public static QueueRules of(FieldTable arguments, FieldTable policy) {
        boolean isQuorum = QueueType.of(arguments) == QueueType.QUORUM;
        return new QueueRules(
                lower("message-ttl", arguments, policy),
                lower("expires", arguments, policy),
                text("dead-letter-exchange", arguments, policy),
                text("dead-letter-routing-key", arguments, policy),
                lower("max-length", arguments, policy),
                lower("max-length-bytes", arguments, policy),
                overflow(arguments, policy),
                lower("consumer-timeout", arguments, policy),
                isQuorum ? QuorumRules.of(arguments, policy) : QuorumRules.NONE);
    }

    /** Whether a message may be refused when it comes. */
    public boolean mayRefuse() {
        return overflow != Overflow.DROP_HEAD && isLimited();
    }

    /**
     * Whether a dead letter that finds no queue stays where it died until it finds one, and counts there (RabbitMQ's page "Quorum
     * Queues", section "Activating at-least-once Dead-Lettering").
     */
    public boolean keepsUnroutableLetters() {
        return quorum.atLeastOnce() && overflow == Overflow.REJECT_PUBLISH && deadLetterExchange != null;
    }

    /** Whether the queue may become full. */
    boolean isLimited() {
        return maxLength != UNLIMITED || maxLengthBytes != UNLIMITED;
    }

    private static long lower(String key, FieldTable arguments, FieldTable policy) {
        return Math.min(number(arguments.get("x-" + key)), number(policy.get(key)));
    }

    private static long number(FieldValue value) {
        return value == null ? UNLIMITED : value.integer().orElseThrow();
    }

    private static Overflow overflow(FieldTable arguments, FieldTable policy) {
        String name = text("overflow", arguments, policy);
        return name == null ? Overflow.DROP_HEAD : Overflow.named(name);
    }

    /** The argument, if there is one, or else what the policy says; null if it says nothing. */
    static FieldValue either(String key, FieldTable arguments, FieldTable policy) {
        FieldValue argument = arguments.get("x-" + key);
        return argument == null ? policy.get(key) : argument;
    }

    private static String text(String key, FieldTable arguments, FieldTable policy) {
        FieldValue value = either(key, arguments, policy);
        return value == null ? null : ((FieldValue.LongString) value).text();
    }
}
