package dev.leveret.store;

import java.util.stream.LongStream;

/**
 * The seeds of a nightly run. They are the same each time, so that a failure comes again; others are taken with
 * {@code -Dnightly.seed=N}, which is added to each, and more of them with {@code -Dnightly.times=N}.
 */
final class Nightly {

    private Nightly() {}

    static long[] seeds(long first, int count) {
        long from = first + Long.getLong("nightly.seed", 0);
        return LongStream.range(from, from + (long) count * Integer.getInteger("nightly.times", 1)).toArray();
    }
}
