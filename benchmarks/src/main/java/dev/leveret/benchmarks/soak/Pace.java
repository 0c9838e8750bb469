package dev.leveret.benchmarks.soak;

import java.util.concurrent.locks.LockSupport;

/** So many a second, a few at a time. What was missed while the broker was away is not made up for. */
final class Pace {

    private static final long TICK_NANOS = 10_000_000;
    private static final long BEHIND_NANOS_MAX = 1_000_000_000;

    private final double nanosEach;
    private double due;

    Pace(double perSecond) {
        nanosEach = 1e9 / perSecond;
        due = System.nanoTime();
    }

    /** Waits until the next one is due. */
    void await() {
        long now = System.nanoTime();
        if (now - due > BEHIND_NANOS_MAX) {
            due = now;
        }
        while (due > now) {
            LockSupport.parkNanos(Math.max(TICK_NANOS, (long) (due - now)));
            now = System.nanoTime();
        }
        due += nanosEach;
    }
}
