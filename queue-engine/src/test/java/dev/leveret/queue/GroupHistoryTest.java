package dev.leveret.queue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No history of a queue with message groups, however odd, breaks one of the rules named in {@link GroupModel}. */
class GroupHistoryTest {

    @Test
    void noRandomHistoryBreaksARule() {
        run(0, 4_000, 250);
    }

    @Test
    void noLongHistoryBreaksARule() {
        run(1_000_000, 20, 10_000);
    }

    @Test
    @Tag("nightly")
    void noneOfManyHistoriesBreaksARule() {
        run(2_000_000 + Long.getLong("nightly.seed", 0), 400_000 * Integer.getInteger("nightly.times", 1), 250);
    }

    private static void run(long firstSeed, int histories, int steps) {
        for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
            try {
                new GroupHistory(seed).run(steps);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("history with seed " + seed + " of " + steps + " steps", failure);
            }
        }
    }
}
