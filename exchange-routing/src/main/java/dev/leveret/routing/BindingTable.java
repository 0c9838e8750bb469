package dev.leveret.routing;

import dev.leveret.amqp.message.Message;
import dev.leveret.routing.kept.KeptMemory;
import java.util.List;

/**
 * The bindings of one exchange, arranged for routing. One writer at a time; {@link #route} may be called by
 * any thread at any time.
 */
sealed interface BindingTable
        permits DirectBindings,
                FanoutBindings,
                TopicBindings,
                HeadersBindings,
                ConsistentHashBindings,
                RandomBindings,
                ModulusBindings,
                RecentHistoryBindings {

    /** An empty table for an exchange; throws 406 if one of the arguments that its type has is invalid. */
    static BindingTable of(ExchangeDeclaration exchange, String vhost, KeptMemory memory) {
        return switch (exchange.routingType()) {
            case DIRECT -> new DirectBindings();
            case FANOUT, DEDUPLICATION -> new FanoutBindings();
            case TOPIC -> new TopicBindings();
            case HEADERS -> new HeadersBindings();
            case CONSISTENT_HASH -> new ConsistentHashBindings(HashSource.of(exchange, vhost));
            case RANDOM -> new RandomBindings(false);
            case LOCAL_RANDOM -> new RandomBindings(true);
            case MODULUS_HASH -> new ModulusBindings();
            case RECENT_HISTORY -> new RecentHistoryBindings(exchange.arguments(), memory);
            case DELAYED -> throw new IllegalArgumentException("an exchange that delays routes as another type does");
        };
    }

    /** Throws 406 if an exchange of this type cannot have such a binding. */
    default void requireValid(Binding binding) {
        // Most types take all.
    }

    /** Adds a binding that the exchange does not have. */
    void add(Binding binding);

    /** Removes a binding that the exchange has. */
    void remove(Binding binding);

    /** Puts the destinations of the message that is being routed into {@code out}, some perhaps repeatedly. */
    void route(Destinations out);

    /** The messages that a new destination gets, oldest first. */
    default List<Message> history() {
        return List.of();
    }

    /** Forgets what it has kept of messages, for good. */
    default void close() {
        // Most types keep nothing.
    }
}
