package dev.leveret.benchmarks.soak;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Sizes of bodies, in bytes, all equally likely.
 *
 * @param from the smallest
 * @param to the largest
 */
record Sizes(int from, int to) {

    int next() {
        return ThreadLocalRandom.current().nextInt(from, to + 1);
    }
}
