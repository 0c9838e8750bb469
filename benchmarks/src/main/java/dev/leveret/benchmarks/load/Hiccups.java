package dev.leveret.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/**
 * How long this process, or the machine, was not there: a thread that sleeps a little, again and again, and notes by how much it woke up
 * too late. What a client sees as a pause of the broker and is not longer than this may be no pause of the broker.
 */
final class Hiccups {

    private static final long PAUSE_NANOS = 5_000_000;

    private volatile long longestNanos;

    void watch() {
        Thread.ofPlatform().daemon().name("hiccups").start(() -> {
            long before = System.nanoTime();
            while (true) {
                LockSupport.parkNanos(PAUSE_NANOS);
                long now = System.nanoTime();
                longestNanos = Math.max(longestNanos, now - before - PAUSE_NANOS);
                before = now;
            }
        });
    }

    double longestMillis() {
        return longestNanos / 1e6;
    }
}
