package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import java.util.Set;

/**
 * The types of exchanges, by which they choose among their bindings (AMQP 0-9-1 §3.1.3; those that begin with x- are
 * of RabbitMQ and its plugins).
 */
public enum ExchangeType {
    /** To the bindings whose key is the routing key. */
    DIRECT("direct"),
    /** To all bindings. */
    FANOUT("fanout"),
    /** To the bindings whose key, a pattern of words, matches the routing key. */
    TOPIC("topic"),
    /** To the bindings whose arguments match the message's headers. */
    HEADERS("headers"),
    /** To one destination, which a hash of the message chooses; binding keys are weights. */
    CONSISTENT_HASH("x-consistent-hash"),
    /** Over one binding, which chance chooses. */
    RANDOM("x-random"),
    /** To one of the queues of this node, which chance chooses; here that is all of them. */
    LOCAL_RANDOM("x-local-random"),
    /** Over one binding, which a hash of the routing key chooses. */
    MODULUS_HASH("x-modulus-hash"),
    /** To all bindings, and what came last also to those that come later. */
    RECENT_HISTORY("x-recent-history"),
    /** To all bindings, unless it was seen before. */
    DEDUPLICATION("x-message-deduplication"),
    /** As another type, but messages may wait first (the plugin rabbitmq_delayed_message_exchange). */
    DELAYED("x-delayed-message");

    /** Types that RabbitMQ or its plugins have, and this broker has not. */
    private static final Set<String> UNSUPPORTED = Set.of("x-federation-upstream", "x-jms-topic");

    private final String wireName;

    ExchangeType(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands in exchange.declare. */
    public String wireName() {
        return wireName;
    }

    /**
     * The type that exchange.declare names.
     *
     * @throws AmqpException 540 for a type that RabbitMQ has and we have not, 406 for any other unknown one
     */
    public static ExchangeType named(String wireName) {
        for (ExchangeType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        if (UNSUPPORTED.contains(wireName)) {
            throw AmqpException.notImplemented("exchange type '%s'", wireName);
        }
        // Deviation: RabbitMQ 3.10 closes the connection with 503; this is RabbitMQ 4.3's answer.
        throw AmqpException.preconditionFailed("invalid exchange type '%s'", wireName);
    }
}
