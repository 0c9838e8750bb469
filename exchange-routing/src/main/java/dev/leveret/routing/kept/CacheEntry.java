package dev.leveret.routing.kept;

import dev.leveret.amqp.key.DeduplicationKey;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One key of a cache and the lease that it has. One that has expired can be renewed as long as it has not ended; two entries are
 * the same only if they are one object.
 */
final class CacheEntry {

    private final DeduplicationKey key;

    /** Null once it has ended. */
    private final AtomicReference<KeyLease> lease;

    private volatile boolean renewed;

    CacheEntry(KeyLease first) {
        this.key = first.key();
        this.lease = new AtomicReference<>(first);
    }

    DeduplicationKey key() {
        return key;
    }

    /** Null if it has ended. */
    KeyLease lease() {
        return lease.get();
    }

    /** Another lease takes the place of one that has expired, if that is still the one. */
    boolean renew(KeyLease expired, KeyLease next) {
        next.entry(this);
        if (!lease.compareAndSet(expired, next)) {
            return false;
        }
        renewed = true;
        return true;
    }

    /** A lease counts as expired from now on, if it is still the one. */
    void expire(KeyLease current) {
        KeyLease expired = new KeyLease(key, Long.MIN_VALUE, null);
        expired.entry(this);
        lease.compareAndSet(current, expired);
    }

    /** Whether it was renewed since this was asked last. */
    boolean takeRenewal() {
        boolean was = renewed;
        renewed = false;
        return was;
    }

    /** Ends it if this lease is still the one; whether it did. */
    boolean end(KeyLease current) {
        return lease.compareAndSet(current, null);
    }

    /** Ends it; returns the lease that it had, or null. */
    KeyLease end() {
        return lease.getAndSet(null);
    }
}
