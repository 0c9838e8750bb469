package dev.leveret.routing.kept;

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

    /** When an entry never expires. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Bounds what one insertion clears away, so that none has to pay for all that expired while nobody came. */
    private static final int EXPIRED_PER_INSERT_MAX = 8;

    /** What the objects around the bytes of a key weigh: entry, key, and what the map and the queue keep for it. */
    private static final int OVERHEAD_SIZE = 152;

    private final int countMax;
    private final KeptMemory memory;
    private final Map<DeduplicationKey, CacheEntry> entries = new ConcurrentHashMap<>();

    /** Every entry of the map once, oldest first. */
    private final Queue<CacheEntry> order = new ConcurrentLinkedQueue<>();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
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

    /**
     * Takes note of a key, unless it is there.
     *
     * @param nowMillis milliseconds since 1970-01-01 UTC
     * @param expiresAtMillis when the key is forgotten, {@link #NEVER} if only to make room; does not change what is there
     * @return whether the key is new
     */
    public boolean insert(DeduplicationKey key, long nowMillis, long expiresAtMillis) {
        if (closed) {
            return true;
        }
        CacheEntry entry = new CacheEntry(key, expiresAtMillis);
        CacheEntry existing = entries.putIfAbsent(key, entry);
        while (existing != null) {
            if (existing.isAliveAt(nowMillis)) {
                return false;
            }
            if (existing.renew(nowMillis, expiresAtMillis)) {
                return true;
            }
            if (existing.hasEnded()) {
                entries.remove(key, existing); // somebody else is about to
            }
            existing = entries.putIfAbsent(key, entry);
        }
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
        return true;
    }

    /** How many keys there are, some of them perhaps expired. */
    public int count() {
        return count.get();
    }

    /** Forgets everything, and from now on keeps nothing. */
    public void close() {
        closed = true;
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
            if (oldest == null || oldest.isAliveAt(nowMillis) || !order.remove(oldest)) {
                return;
            }
            if (oldest.endUnlessAliveAt(nowMillis)) {
                forget(oldest);
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
        oldest.end();
        forget(oldest);
        return true;
    }

    private void forget(CacheEntry entry) {
        entries.remove(entry.key(), entry);
        count.decrementAndGet();
        size.addAndGet(-sizeOf(entry));
        memory.giveBack(sizeOf(entry));
    }

    private static long sizeOf(CacheEntry entry) {
        return OVERHEAD_SIZE + entry.key().size();
    }
}
