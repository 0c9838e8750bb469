package dev.leveret.routing;

/**
 * The bindings of one exchange, arranged for routing. One writer at a time; {@link #route} may be called by
 * any thread at any time.
 */
sealed interface BindingTable permits DirectBindings, FanoutBindings, TopicBindings, HeadersBindings {

    static BindingTable of(ExchangeType type) {
        return switch (type) {
            case DIRECT -> new DirectBindings();
            case FANOUT -> new FanoutBindings();
            case TOPIC -> new TopicBindings();
            case HEADERS -> new HeadersBindings();
        };
    }

    /** Adds a binding that the exchange does not have. */
    void add(Binding binding);

    /** Removes a binding that the exchange has. */
    void remove(Binding binding);

    /** Puts the destinations of the message that is being routed into {@code out}, some perhaps repeatedly. */
    void route(Destinations out);
}
