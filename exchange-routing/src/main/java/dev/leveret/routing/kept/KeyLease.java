package dev.leveret.routing.kept;

import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.key.Original;

/**
 * That a key is known in one exchange, until it is forgotten; when it comes again after that it is another lease. Two are the same
 * only if they are one object.
 */
public final class KeyLease {

    private final DeduplicationKey key;
    private final long expiresAtMillis;
    private final Original original;

    /** Where it is in the cache. Written before the lease gets there. */
    private CacheEntry entry;

    /** What whoever keeps it on disk knows of it. */
    private Object record;

    /**
     * @param expiresAtMillis since 1970
     * @param original what those wait for that repeat the message; null if they do not have to
     */
    public KeyLease(DeduplicationKey key, long expiresAtMillis, Original original) {
        this.key = key;
        this.expiresAtMillis = expiresAtMillis;
        this.original = original;
    }

    public DeduplicationKey key() {
        return key;
    }

    /** When the key is forgotten, in milliseconds since 1970. */
    public long expiresAtMillis() {
        return expiresAtMillis;
    }

    /** What those wait for that repeat the message; null if they do not have to. */
    public Original original() {
        return original;
    }

    boolean isAliveAt(long nowMillis) {
        return expiresAtMillis > nowMillis;
    }

    CacheEntry entry() {
        return entry;
    }

    void entry(CacheEntry place) {
        entry = place;
    }

    /** What whoever keeps it on disk knows of it; null at first. For that one alone. */
    public Object record() {
        return record;
    }

    /** For whoever keeps it on disk. */
    public void record(Object known) {
        record = known;
    }
}
