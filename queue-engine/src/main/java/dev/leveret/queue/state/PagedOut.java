package dev.leveret.queue.state;

import dev.leveret.queue.port.RecoveredRange;

/** The range of positions whose messages are out of memory, and how many these are. Empty ranges have no positions. */
public final class PagedOut {

    private long first;
    private long last;
    private int stored;
    private int spilled;
    private long bodyBytes;

    /** What a start has found at these positions, nobody has read since. */
    private long unreadFirst;

    private long unreadLast = -1;
    private long earliestDeadline = TimeToLive.NEVER;

    /** How many messages there are. */
    public int count() {
        return stored + spilled;
    }

    /** How many of them are stored. */
    public int storedCount() {
        return stored;
    }

    /** How many of them were spilled, as they are not stored. */
    public int spilledCount() {
        return spilled;
    }

    public boolean isEmpty() {
        return (stored | spilled) == 0;
    }

    /** The lowest position that may be here. */
    public long first() {
        return first;
    }

    /** The highest position that may be here. */
    public long last() {
        return last;
    }

    /** Whether a message at this position would be here. */
    boolean covers(long position) {
        return !isEmpty() && first <= position && position <= last;
    }

    /** None of them expires earlier than this; in milliseconds since 1970. */
    public long earliestDeadline() {
        return earliestDeadline;
    }

    /** What their bodies take, in bytes, but for those that a start has found and nobody has read. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** From now on they may expire at any time: when is known once they have been read. */
    void mayExpire() {
        earliestDeadline = Long.MIN_VALUE;
    }

    /** Adds messages behind those that are here, all of them stored. */
    void addStored(RecoveredRange range, long deadline) {
        extend(range.first(), range.last(), deadline);
        stored += range.count();
        unreadFirst = range.first();
        unreadLast = range.last();
    }

    /** Adds a message behind those that are here. */
    void add(Delivery delivery, long deadline) {
        extend(delivery.position(), delivery.position(), deadline);
        bodyBytes += delivery.message().bodySize();
        if (delivery.stored() != null) {
            stored++;
        } else {
            spilled++;
        }
    }

    private void extend(long from, long to, long deadline) {
        if (isEmpty()) {
            first = from;
            earliestDeadline = deadline;
        }
        last = to;
        earliestDeadline = Math.min(earliestDeadline, deadline);
    }

    /** A message has come back. */
    void takenBack(long position, boolean isStored, int bodySize) {
        boolean isUnread = unreadFirst <= position && position <= unreadLast;
        bodyBytes -= isUnread ? 0 : bodySize;
        if (isStored) {
            stored--;
        } else {
            spilled--;
        }
    }

    /**
     * All messages up to this position have come back.
     *
     * @throws IllegalStateException if there should have been more; they are given up
     */
    void nothingUpTo(long position) {
        first = position + 1;
        unreadFirst = Math.max(unreadFirst, first);
        if (first > last && !isEmpty() || stored < 0 || spilled < 0) {
            int missing = count();
            clear();
            throw new IllegalStateException(missing + " messages could not be read back");
        }
    }

    void clear() {
        stored = 0;
        spilled = 0;
        bodyBytes = 0;
        unreadLast = -1;
    }
}
