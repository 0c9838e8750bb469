package dev.leveret.server.channel;

/**
 * Tells which delivery tags are older than a time limit, from nothing but looks at how far they have got. So the deliveries
 * themselves carry no time, and nothing is done when one is made.
 */
final class TagAges {

    /** How many looks there are within the limit, if that is short. */
    private static final int LOOKS = 8;

    private static final long PERIOD_MILLIS_MIN = 25;

    private static final long PERIOD_MILLIS_MAX = 30_000;

    /** Bounds what is remembered, if the limit is very long. */
    private static final int LOOKS_MAX = 256;

    private final long periodMillis;

    /** The next tag as of each of the last looks, in a ring; 0: there was no such look. */
    private final long[] next;

    private int looks;

    /** @param limitMillis at least 1 */
    TagAges(long limitMillis) {
        long wished = Math.clamp(limitMillis / LOOKS, PERIOD_MILLIS_MIN, PERIOD_MILLIS_MAX);
        this.periodMillis = Math.max(wished, limitMillis / LOOKS_MAX);
        this.next = new long[(int) Math.ceilDiv(limitMillis, periodMillis)];
    }

    /** The time between two looks, at least; if they come later, the limit is longer. */
    long periodMillis() {
        return periodMillis;
    }

    /**
     * Looks.
     *
     * @param nextTag the tag that the next delivery will get
     * @return all tags below this one are older than the limit
     */
    long look(long nextTag) {
        int slot = looks % next.length;
        looks = slot + 1;
        long overdueBelow = next[slot];
        next[slot] = nextTag;
        return overdueBelow;
    }
}
