package dev.leveret.server.vhost;

/**
 * How long whoever found no room waits before he asks again: not long at first, as a small queue with a quick consumer has room again
 * at once, and then twice as long each time, since nobody may come for days. On one loop.
 */
final class RetryPace {

    private static final long FIRST_MILLIS = 1;

    /** So long does it take at most until what has room again is noticed. */
    private static final long LAST_MILLIS = 100;

    private long millis = FIRST_MILLIS;

    /** The next wait, in milliseconds. */
    long next() {
        long now = millis;
        millis = Math.min(2 * millis, LAST_MILLIS);
        return now;
    }

    /** There was room. */
    void begin() {
        millis = FIRST_MILLIS;
    }
}
