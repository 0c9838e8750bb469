package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.kept.DeduplicationCache;
import dev.leveret.routing.kept.DeduplicationKey;
import dev.leveret.routing.kept.KeptMemory;
import java.util.OptionalLong;

/**
 * A fanout exchange that routes nothing whose header {@code x-deduplication-header} it has seen lately (README of
 * rabbitmq-message-deduplication). A message without the header passes. The time is that of the message's arrival.
 */
final class DeduplicationBindings implements BindingTable {

    private static final String KEY_HEADER = "x-deduplication-header";
    private static final String SIZE = "x-cache-size";
    private static final String TTL = "x-cache-ttl";
    private static final String PERSISTENCE = "x-cache-persistence";

    private final FanoutBindings bindings = new FanoutBindings();
    private final DeduplicationCache cache;

    /** Empty if keys are only forgotten to make room. */
    private final OptionalLong ttlMillis;

    /** @throws AmqpException 406 if an argument is missing or wrong, 540 for a cache on disk */
    DeduplicationBindings(FieldTable arguments, KeptMemory memory) {
        FieldValue ttl = arguments.get(TTL);
        long size = positive(arguments.get(SIZE));
        if (size == 0) {
            throw AmqpException.preconditionFailed(
                    "Missing or invalid argument, 'x-cache-size' must be an integer greater than 0");
        }
        if (ttl != null && positive(ttl) == 0) {
            throw AmqpException.preconditionFailed("Invalid argument, 'x-cache-ttl' must be an integer greater than 0");
        }
        requireInMemory(arguments.get(PERSISTENCE));
        this.ttlMillis = ttl == null ? OptionalLong.empty() : OptionalLong.of(positive(ttl));
        this.cache = new DeduplicationCache((int) Math.min(size, Integer.MAX_VALUE), memory);
    }

    /** The integer, which may be a text too; 0 if it is none, or not positive. */
    private static long positive(FieldValue value) {
        if (value instanceof FieldValue.LongString string) {
            String digits = string.text();
            return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
        }
        return value == null ? 0 : Math.max(0, value.integer().orElse(0));
    }

    private static void requireInMemory(FieldValue persistence) {
        String text = persistence instanceof FieldValue.LongString string ? string.text() : "";
        switch (persistence == null ? "memory" : text) {
            case "memory" -> { }
            case "disk" -> throw AmqpException.notImplemented("%s 'disk'", PERSISTENCE);
            default -> throw AmqpException.preconditionFailed(
                    "Invalid argument, 'x-cache-persistence' must be either 'disk' or 'memory'");
        }
    }

    @Override
    public void add(Binding binding) {
        bindings.add(binding);
    }

    @Override
    public void remove(Binding binding) {
        bindings.remove(binding);
    }

    @Override
    public void route(Destinations out) {
        FieldTable headers = out.headers();
        FieldValue value = headers.get(KEY_HEADER);
        if (value != null) {
            out.keepToThisMessage();
            long now = out.message().arrivalMillis();
            if (!cache.insert(DeduplicationKey.of(value), now, expiry(headers.get(TTL), now))) {
                return;
            }
        }
        bindings.route(out);
    }

    /** The message's own time to live comes first; one that is no integer counts as none. */
    private long expiry(FieldValue ownTtl, long nowMillis) {
        OptionalLong own = ownTtl == null ? OptionalLong.empty() : ownTtl.integer();
        OptionalLong ttl = own.isPresent() ? own : ttlMillis;
        if (ttl.isEmpty()) {
            return DeduplicationCache.NEVER;
        }
        // A time to live that ends the calendar never ends.
        return ttl.getAsLong() > Long.MAX_VALUE - nowMillis ? DeduplicationCache.NEVER : nowMillis + ttl.getAsLong();
    }

    @Override
    public void close() {
        cache.close();
    }
}
