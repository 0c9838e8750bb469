package dev.leveret.routing.kept;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One key of a cache and when it expires. An expired entry can be renewed as long as it has not ended; two entries are
 * the same only if they are one object.
 */
final class CacheEntry {

    private static final long ENDED = Long.MIN_VALUE;

    private final DeduplicationKey key;
    private final AtomicLong expiresAtMillis;
    private volatile boolean renewed;

    CacheEntry(DeduplicationKey key, long expiresAtMillis) {
        this.key = key;
        this.expiresAtMillis = new AtomicLong(expiresAtMillis);
    }

    DeduplicationKey key() {
        return key;
    }

    boolean isAliveAt(long nowMillis) {
        return expiresAtMillis.get() > nowMillis;
    }

    /** Begins anew, if it has expired and neither ended nor begun anew meanwhile. */
    boolean renew(long nowMillis, long newExpiryMillis) {
        long expiry = expiresAtMillis.get();
        if (expiry == ENDED || expiry > nowMillis || !expiresAtMillis.compareAndSet(expiry, newExpiryMillis)) {
            return false;
        }
        renewed = true;
        return true;
    }

    /** Whether it was renewed since this was asked last. */
    boolean takeRenewal() {
        boolean was = renewed;
        renewed = false;
        return was;
    }

    /** Ends it if it has expired; whether it did. */
    boolean endUnlessAliveAt(long nowMillis) {
        long expiry = expiresAtMillis.get();
        return expiry <= nowMillis && expiresAtMillis.compareAndSet(expiry, ENDED);
    }

    boolean hasEnded() {
        return expiresAtMillis.get() == ENDED;
    }

    void end() {
        expiresAtMillis.set(ENDED);
    }
}
