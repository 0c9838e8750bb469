package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.key.KeyRecord;
import dev.leveret.amqp.key.KeyRules;
import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.kept.DeduplicationCache;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.routing.kept.KeyKeeper;
import dev.leveret.routing.kept.KeyLease;

/**
 * The keys that an exchange has seen lately: it routes no message that repeats one (README of rabbitmq-message-deduplication;
 * LavinMQ has it for exchanges of all types). A message without a key passes. The time is that of the message's arrival.
 */
public final class SeenKeys {

    private static final String PERSISTENCE = "x-cache-persistence";

    private final KeyRules rules;
    private final DeduplicationCache cache;
    private final boolean durable;

    private SeenKeys(KeyRules rules, DeduplicationCache cache, boolean durable) {
        this.rules = rules;
        this.cache = cache;
        this.durable = durable;
    }

    /** Throws 406 if an argument is missing or wrong. */
    static SeenKeys of(ExchangeDeclaration exchange, KeptMemory memory) {
        FieldTable arguments = exchange.arguments();
        FieldValue ttl = arguments.get(KeyRules.TTL);
        long size = positive(arguments.get(KeyRules.SIZE));
        if (size == 0) {
            throw AmqpException.preconditionFailed(
                    "Missing or invalid argument, 'x-cache-size' must be an integer greater than 0");
        }
        if (ttl != null && positive(ttl) == 0) {
            throw AmqpException.preconditionFailed("Invalid argument, 'x-cache-ttl' must be an integer greater than 0");
        }
        String header = header(arguments.get(KeyRules.KEY));
        boolean durable = exchange.durable() && isPersistent(arguments.get(PERSISTENCE));
        KeyRules rules = new KeyRules(header, ttl == null ? KeyRecord.NEVER : positive(ttl));
        return new SeenKeys(rules, new DeduplicationCache((int) Math.min(size, Integer.MAX_VALUE), memory), durable);
    }

    /** The integer, which may be a text too; 0 if it is none, or not positive. */
    private static long positive(FieldValue value) {
        if (value instanceof FieldValue.LongString string) {
            String digits = string.text();
            return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
        }
        return value == null ? 0 : Math.max(0, value.integer().orElse(0));
    }

    private static String header(FieldValue value) {
        if (value == null) {
            return KeyRules.KEY;
        }
        if (value instanceof FieldValue.LongString name && !name.text().isEmpty()) {
            return name.text();
        }
        throw AmqpException.preconditionFailed("Invalid argument, 'x-deduplication-header' must be the name of a header");
    }

    private static boolean isPersistent(FieldValue persistence) {
        String text = persistence instanceof FieldValue.LongString string ? string.text() : "";
        return switch (persistence == null ? "disk" : text) {
            case "memory" -> false;
            case "disk" -> true;
            default -> throw AmqpException.preconditionFailed(
                    "Invalid argument, 'x-cache-persistence' must be either 'disk' or 'memory'");
        };
    }

    /** Whether keys of messages that are stored are stored as well. */
    public boolean durable() {
        return durable;
    }

    /** Whether the message that is being routed is here for the second time. Takes note of it, unless nothing is decided yet. */
    boolean contain(Exchange exchange, Destinations out) {
        FieldValue value = out.headers().get(rules.header());
        if (value == null) {
            return false;
        }
        out.keepToThisMessage();
        if (!out.areDecisive()) {
            out.leaveUndecided();
            return false;
        }
        Message message = out.message();
        var candidate = new KeyLease(DeduplicationKey.of(value), rules.expiresAtMillis(message), new Original());
        KeyLease known = cache.claim(candidate, message.arrivalMillis());
        if (known == candidate) {
            out.claim(new KeyClaim(exchange, candidate));
        } else if (known != null && known.original() != null) {
            out.repeats(known.original());
        }
        return known != null && known != candidate;
    }

    void withdraw(KeyLease lease) {
        cache.withdraw(lease);
    }

    /** From now on this one hears of each key that is forgotten. Before any of those that it has to hear of. */
    public void keptBy(KeyKeeper keeper) {
        cache.keptBy(keeper);
    }

    /**
     * Takes up a key that has been kept, the oldest first. Whoever keeps it hears of those that are too many.
     *
     * @param record what he knows of it
     * @return an older lease of the same key, which nobody has any more; null if there is none
     */
    public KeyLease recover(DeduplicationKey key, long expiresAtMillis, Object record) {
        KeyLease lease = new KeyLease(key, expiresAtMillis, null);
        lease.record(record);
        KeyLease before = cache.claim(lease, Long.MIN_VALUE);
        if (before == lease) {
            return null;
        }
        cache.withdraw(before);
        cache.claim(lease, Long.MIN_VALUE);
        return before;
    }

    void close() {
        cache.close();
    }
}
