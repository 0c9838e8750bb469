package dev.leveret.routing.kept;

import dev.leveret.amqp.key.DeduplicationKey;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The keys that were seen lately, so many at most; the oldest makes room for a new one. From any thread and without a
 * lock: of two who insert one key at the same time, one is told that it is new. Each insertion takes constant time.
 */
public final class DeduplicationCache implements KeptMemory.Holder {

    /** Bounds what one insertion clears away, so that none has to pay for all that expired while nobody came. */
    private static final int EXPIRED_PER_INSERT_MAX = 8;

    /** What the objects around the bytes of a key weigh: entry, lease, original, key, record, and what the map and the queue keep for it. */
    private static final int OVERHEAD_SIZE = 272;

    private final int countMax;
    private final KeptMemory memory;
    private final Map<DeduplicationKey, CacheEntry> entries = new ConcurrentHashMap<>();

    /** Every entry of the map once, oldest first. */
    private final Queue<CacheEntry> order = new ConcurrentLinkedQueue<>();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private volatile KeyKeeper keeper = KeyKeeper.NOBODY;
    private volatile boolean closed;

    /**
     * An empty cache.
     *
     * @param countMax how many keys it keeps, at least 1
     */
    public DeduplicationCache(int countMax, KeptMemory memory) {
        this.countMax = countMax;
        this.memory = memory;
        memory.join(this);
    }

    /** From now on this one hears of each key that is forgotten. Before any of those that it has to hear of. */
    public void keptBy(KeyKeeper other) {
        keeper = other;
    }

    /**
     * Takes note of a key, unless it is there.
     *
     * @param candidate a new lease
     * @param nowMillis milliseconds since 1970-01-01 UTC
     * @return the candidate if the key is new, else the lease that it has; null if this cache is closed
     */
    public KeyLease claim(KeyLease candidate, long nowMillis) {
        if (closed) {
            return null;
        }
        CacheEntry entry = new CacheEntry(candidate);
        candidate.entry(entry);
        CacheEntry existing = entries.putIfAbsent(candidate.key(), entry);
        while (existing != null) {
            KeyLease current = existing.lease();
            if (current != null && current.isAliveAt(nowMillis)) {
                return current;
            }
            if (current == null) {
                entries.remove(candidate.key(), existing); // somebody else is about to
            } else if (existing.renew(current, candidate)) {
                keeper.forgotten(current);
                return candidate;
            }
            candidate.entry(entry);
            existing = entries.putIfAbsent(candidate.key(), entry);
        }
        added(entry, nowMillis);
        return candidate;
    }

    private void added(CacheEntry entry, long nowMillis) {
        order.add(entry);
        count.incrementAndGet();
        size.addAndGet(sizeOf(entry));
        clearExpired(nowMillis);
        while (count.get() > countMax && dropOldest()) {
            // Others may be inserting at the same time.
        }
        memory.take(sizeOf(entry));
        if (closed) {
            close();
        }
    }

    /** Forgets a key that has just come, as its message has been refused. */
    public void withdraw(KeyLease lease) {
        // Order: its place stays, or places of keys that are refused again and again would pile up behind the oldest one.
        lease.entry().expire(lease);
    }

    /** How many keys there are, some of them perhaps expired. */
    public int count() {
        return count.get();
    }

    /** Forgets everything, and from now on keeps nothing. */
    public void close() {
        closed = true;
        keeper = KeyKeeper.NOBODY; // they go with all that is kept of the exchange
        memory.leave(this);
        while (dropOldest()) {
            // until it is empty
        }
    }

    @Override
    public long size() {
        return size.get();
    }

    @Override
    public boolean dropOldest(long bytes) {
        long before = size.get();
        boolean dropped = false;
        while (before - size.get() < bytes && dropOldest()) {
            dropped = true;
        }
        return dropped;
    }

    private void clearExpired(long nowMillis) {
        for (int i = 0; i < EXPIRED_PER_INSERT_MAX; i++) {
            CacheEntry oldest = order.peek();
            if (oldest == null || isAliveAt(oldest, nowMillis) || !order.remove(oldest)) {
                return;
            }
            KeyLease lease = oldest.lease();
            if (lease != null && !lease.isAliveAt(nowMillis) && oldest.end(lease)) {
                forget(oldest, lease);
            } else {
                order.add(oldest); // it was renewed, and is young again
            }
        }
    }

    /** Lets go of the oldest entry; one that was renewed since it got its place is not the oldest, and gets another. */
    private boolean dropOldest() {
        CacheEntry oldest = order.poll();
        while (oldest != null && oldest.takeRenewal()) {
            order.add(oldest);
            oldest = order.poll();
        }
        if (oldest == null) {
            return false;
        }
        forget(oldest, oldest.end());
        return true;
    }

    private static boolean isAliveAt(CacheEntry entry, long nowMillis) {
        KeyLease lease = entry.lease();
        return lease != null && lease.isAliveAt(nowMillis);
    }

    private void forget(CacheEntry entry, KeyLease lease) {
        keeper.forgotten(lease);
        entries.remove(entry.key(), entry);
        count.decrementAndGet();
        size.addAndGet(-sizeOf(entry));
        memory.giveBack(sizeOf(entry));
    }

    private static long sizeOf(CacheEntry entry) {
        return OVERHEAD_SIZE + entry.key().size();
    }
}
