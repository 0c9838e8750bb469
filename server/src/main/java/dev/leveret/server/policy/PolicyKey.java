package dev.leveret.server.policy;

import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.LongString;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A key of a policy's definition: which values it takes, and the words of the refusal of others (RabbitMQ 3.10 as observed, and
 * RabbitMQ 4's page "Policies" for what is newer).
 */
enum PolicyKey {
    ALTERNATE_EXCHANGE("alternate-exchange", "alternate exchange name", Values::isShortText),
    CONSUMER_TIMEOUT("consumer-timeout", "consumer timeout", value -> Values.isFrom(value, 0)),
    DEAD_LETTER_EXCHANGE("dead-letter-exchange", "dead letter exchange name", Values::isShortText),
    DEAD_LETTER_ROUTING_KEY("dead-letter-routing-key", "dead letter routing key", Values::isShortText),
    DEAD_LETTER_STRATEGY("dead-letter-strategy", "dead letter strategy",
            value -> Values.isOneOf(value, "at-most-once", "at-least-once")),
    DELAYED_MESSAGE("delayed-message", "delayed message value", Values::isFlag),
    DELAYED_RETRY_MAX("delayed-retry-max", "delayed retry max", value -> Values.isFrom(value, 0)),
    DELAYED_RETRY_MIN("delayed-retry-min", "delayed retry min", value -> Values.isFrom(value, 0)),
    DELAYED_RETRY_TYPE("delayed-retry-type", "delayed retry type",
            value -> Values.isOneOf(value, "disabled", "all", "failed", "returned")),
    DELIVERY_LIMIT("delivery-limit", "delivery limit", value -> Values.isFrom(value, -1)),
    EXPIRES("expires", "queue expiry", value -> Values.isMillis(value, 1)),
    MAX_LENGTH("max-length", "maximum length", value -> Values.isFrom(value, 0)),
    MAX_LENGTH_BYTES("max-length-bytes", "maximum length in bytes", value -> Values.isFrom(value, 0)),
    MESSAGE_TTL("message-ttl", "message TTL", value -> Values.isMillis(value, 0)),
    OVERFLOW("overflow", "overflow value",
            value -> Values.isOneOf(value, "drop-head", "reject-publish", "reject-publish-dlx")),

    // From here on: nothing follows from these here.
    CONSUMER_DISCONNECTED_TIMEOUT("consumer-disconnected-timeout", "consumer disconnected timeout",
            value -> Values.isFrom(value, 0)),
    FEDERATION_UPSTREAM("federation-upstream", "federation upstream", Values::isText),
    FEDERATION_UPSTREAM_SET("federation-upstream-set", "federation upstream set", Values::isText),
    HA_MODE("ha-mode", "ha-mode value", value -> Values.isOneOf(value, "all", "exactly", "nodes")),
    HA_PARAMS("ha-params", "ha-params value", value -> true),
    HA_PROMOTE_ON_FAILURE("ha-promote-on-failure", "ha-promote-on-failure value", Values::isText),
    HA_PROMOTE_ON_SHUTDOWN("ha-promote-on-shutdown", "ha-promote-on-shutdown value", Values::isText),
    HA_SYNC_BATCH_SIZE("ha-sync-batch-size", "ha-sync-batch-size value", value -> Values.isFrom(value, 1)),
    HA_SYNC_MODE("ha-sync-mode", "ha-sync-mode value", Values::isText),
    INITIAL_CLUSTER_SIZE("initial-cluster-size", "cluster size", value -> Values.isFrom(value, 1)),
    MAX_AGE("max-age", "max age", value -> Values.isAge(value)),
    MAX_IN_MEMORY_BYTES("max-in-memory-bytes", "maximum memory in bytes", value -> Values.isFrom(value, 0)),
    MAX_IN_MEMORY_LENGTH("max-in-memory-length", "maximum memory in bytes", value -> Values.isFrom(value, 0)),
    QUEUE_LEADER_LOCATOR("queue-leader-locator", "queue leader locator value",
            value -> Values.isOneOf(value, "client-local", "balanced", "least-leaders", "random")),
    QUEUE_MASTER_LOCATOR("queue-master-locator", "queue-master-locator value", Values::isText),
    QUEUE_MODE("queue-mode", "queue-mode value", value -> Values.isOneOf(value, "default", "lazy")),
    QUEUE_VERSION("queue-version", "queue-version value", value -> Values.isFrom(value, 1) && !Values.isFrom(value, 3)),
    STREAM_FILTER_SIZE("stream-filter-size-bytes", "filter size",
            value -> Values.isFrom(value, 16) && !Values.isFrom(value, 256)),
    STREAM_SEGMENT_SIZE("stream-max-segment-size-bytes", "segment size", value -> Values.isFrom(value, 1)),
    TARGET_GROUP_SIZE("target-group-size", "target group size", value -> Values.isFrom(value, 1));

    /** Those of an operator policy, in any release from 3.10 on. */
    private static final Set<PolicyKey> OPERATOR = EnumSet.of(
            DELIVERY_LIMIT, EXPIRES, MAX_LENGTH, MAX_LENGTH_BYTES, MESSAGE_TTL, OVERFLOW, HA_MODE, HA_PARAMS, HA_SYNC_MODE,
            MAX_IN_MEMORY_BYTES, MAX_IN_MEMORY_LENGTH, QUEUE_VERSION, TARGET_GROUP_SIZE);

    private static final Set<PolicyKey> STREAM_ONLY =
            EnumSet.of(MAX_AGE, STREAM_FILTER_SIZE, STREAM_SEGMENT_SIZE);

    private static final Set<PolicyKey> QUORUM_ONLY = EnumSet.of(
            DEAD_LETTER_STRATEGY, DELAYED_RETRY_MAX, DELAYED_RETRY_MIN, DELAYED_RETRY_TYPE, DELIVERY_LIMIT, TARGET_GROUP_SIZE);

    private static final Set<PolicyKey> CLASSIC_ONLY = EnumSet.of(
            HA_MODE, HA_PARAMS, HA_PROMOTE_ON_FAILURE, HA_PROMOTE_ON_SHUTDOWN, HA_SYNC_BATCH_SIZE, HA_SYNC_MODE,
            QUEUE_MASTER_LOCATOR, QUEUE_MODE);

    private final String word;
    private final String noun;
    private final Predicate<FieldValue> admits;

    PolicyKey(String word, String noun, Predicate<FieldValue> admits) {
        this.word = word;
        this.noun = noun;
        this.admits = admits;
    }

    /** As it stands in a definition. */
    String word() {
        return word;
    }

    /** What refusals of a value call it. */
    String noun() {
        return noun;
    }

    static Optional<PolicyKey> named(String word) {
        return Arrays.stream(values()).filter(key -> key.word.equals(word)).findFirst();
    }

    boolean admits(FieldValue value) {
        return admits.test(value);
    }

    /** Whether policies of that kind may have it. */
    boolean isOf(PolicyKind kind) {
        return kind == PolicyKind.USER || OPERATOR.contains(this);
    }

    /** Whether something follows from it here. */
    boolean hasMeaning() {
        return compareTo(CONSUMER_DISCONNECTED_TIMEOUT) < 0;
    }

    /** Whether a policy that has it may apply to queues of that type: one that has another type's key passes them by, as in RabbitMQ. */
    boolean isForType(String type) {
        return switch (type) {
            case "stream" -> !QUORUM_ONLY.contains(this) && !CLASSIC_ONLY.contains(this);
            case "quorum" -> !STREAM_ONLY.contains(this) && !CLASSIC_ONLY.contains(this);
            default -> !STREAM_ONLY.contains(this) && !QUORUM_ONLY.contains(this);
        };
    }

    /** What values look like. */
    private static final class Values {

        /** Ten years, as for the arguments. */
        private static final long MILLIS_MAX = 315_360_000_000L;

        private static boolean isText(FieldValue value) {
            return value instanceof LongString;
        }

        /** At most 255 bytes, as what is called so is told to clients as a short string. */
        private static boolean isShortText(FieldValue value) {
            return value instanceof LongString text && text.bytes().length <= 255;
        }

        private static boolean isFlag(FieldValue value) {
            return value instanceof FieldValue.Bool;
        }

        private static boolean isOneOf(FieldValue value, String... words) {
            return value instanceof LongString text && Arrays.asList(words).contains(text.text());
        }

        private static boolean isFrom(FieldValue value, long min) {
            return value.integer().isPresent() && value.integer().getAsLong() >= min;
        }

        private static boolean isMillis(FieldValue value, long min) {
            return isFrom(value, min) && !isFrom(value, MILLIS_MAX + 1);
        }

        private static boolean isAge(FieldValue value) {
            return value instanceof LongString text && text.text().matches("\\d{1,18}[YMDhms]");
        }
    }
}
