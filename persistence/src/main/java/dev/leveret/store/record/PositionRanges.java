package dev.leveret.store.record;

import java.util.Arrays;

/**
 * Positions of one queue, as ranges in the order in which they were added. Neighbours that are added one after the other
 * share a range, so settling in order costs no memory. Used by one thread at a time.
 */
public final class PositionRanges {

    private static final int INITIAL_COUNT = 4;

    private static final long[] NONE = {};

    /** Made with the first range: there are some for every queue, and most stay empty. */
    private long[] firsts = NONE;

    private long[] lasts = NONE;
    private int count;

    /** Adds a position that is not there yet. */
    public void add(long position) {
        add(position, position);
    }

    /** Adds the positions from first to last, both included. */
    public void add(long first, long last) {
        if (count > 0 && lasts[count - 1] + 1 == first) {
            lasts[count - 1] = last;
            return;
        }
        if (count == firsts.length) {
            int capacity = Math.max(INITIAL_COUNT, 2 * count);
            firsts = Arrays.copyOf(firsts, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
        }
        firsts[count] = first;
        lasts[count++] = last;
    }

    /** How many ranges there are. */
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The first position of a range; the index is 0-based. */
    public long first(int index) {
        return firsts[index];
    }

    /** The last position of a range; the index is 0-based. */
    public long last(int index) {
        return lasts[index];
    }

    /** How many positions there are in all ranges. */
    public long positions() {
        long positions = 0;
        for (int i = 0; i < count; i++) {
            positions += lasts[i] - firsts[i] + 1;
        }
        return positions;
    }

    /** Whether a position is there. Only for ranges that are {@link #sorted}. */
    public boolean contains(long position) {
        int place = Arrays.binarySearch(firsts, 0, count, position);
        int range = place >= 0 ? place : -place - 2;
        return range >= 0 && position <= lasts[range];
    }

    /** The same positions in ascending order, ranges that touch or overlap joined. */
    public PositionRanges sorted() {
        long[][] ranges = new long[count][];
        for (int i = 0; i < count; i++) {
            ranges[i] = new long[] {firsts[i], lasts[i]};
        }
        Arrays.sort(ranges, (a, b) -> Long.compare(a[0], b[0]));
        PositionRanges sorted = new PositionRanges();
        for (long[] range : ranges) {
            sorted.join(range[0], range[1]);
        }
        return sorted;
    }

    private void join(long first, long last) {
        if (count > 0 && first <= lasts[count - 1] + 1) {
            lasts[count - 1] = Math.max(lasts[count - 1], last);
        } else {
            add(first, last);
        }
    }

    /** Removes all. */
    public void clear() {
        count = 0;
    }
}
