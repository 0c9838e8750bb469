package dev.leveret.queue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No history of a queue that deduplicates loses a message or takes one whose key is known. */
class DeduplicationHistoryTest {

    @Test
    void noRandomHistoryBreaksARule() {
        run(0, 2_000, 250);
    }

    @Test
    @Tag("nightly")
    void noneOfManyHistoriesBreaksARule() {
        run(2_000_000 + Long.getLong("nightly.seed", 0), 100_000 * Integer.getInteger("nightly.times", 1), 250);
    }

    private static void run(long firstSeed, int histories, int steps) {
        for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
            try {
                new DeduplicationHistory(seed).run(steps);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("history with seed " + seed + " of " + steps + " steps", failure);
            }
        }
    }
}
