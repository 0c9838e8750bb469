package dev.leveret.benchmarks.load;

import java.util.Arrays;

/** Counts times in buckets, each an eighth wider than the one before, so that what it says is a few percent off at most. Thread-safe. */
public final class Latencies {

    private static final double GROWTH = Math.log(1.125);

    private final long[] counts = new long[256];
    private long count;
    private long maxNanos;

    public synchronized void add(long nanos) {
        counts[(int) Math.min(counts.length - 1, Math.log(Math.max(nanos, 1000) / 1000.0) / GROWTH)]++;
        count++;
        maxNanos = Math.max(maxNanos, nanos);
    }

    /** The time in microseconds that this share of all is not above; 1 for the longest; 0 if there was none. */
    public synchronized double micros(double share) {
        if (count == 0 || share >= 1) {
            return maxNanos / 1000.0;
        }
        long wanted = (long) Math.ceil(count * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(Math.exp((i + 1) * GROWTH), maxNanos / 1000.0);
            }
        }
        return maxNanos / 1000.0;
    }

    /** Forgets all. */
    public synchronized void reset() {
        Arrays.fill(counts, 0);
        count = 0;
        maxNanos = 0;
    }

    public synchronized long count() {
        return count;
    }
}
