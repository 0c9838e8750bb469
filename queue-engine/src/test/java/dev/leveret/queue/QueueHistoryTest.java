package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No history, however odd, breaks one of the rules named in {@link QueueInvariants}, whatever the queue has and has not. */
class QueueHistoryTest {

    @Test
    void everyCombinationHasItsHistory() {
        int count = Feature.COMBINATIONS.size();
        Set<Set<Feature>> led = LongStream.range(0, count).mapToObj(Feature::of).collect(Collectors.toSet());

        assertEquals(14_336, led.size());
        assertEquals(6_144, led.stream().filter(features -> features.contains(Feature.GROUPS)).count());
    }

    @Test
    void noHistoryOfAnyCombinationBreaksARule() {
        run(0, Feature.COMBINATIONS.size(), 200);
    }

    @Test
    void noLongHistoryBreaksARule() {
        run(1_000_000, 40, 4_000);
    }

    @Test
    @Tag("nightly")
    void noneOfManyHistoriesBreaksARule() {
        run(2_000_000 + Long.getLong("nightly.seed", 0), 400_000 * Integer.getInteger("nightly.times", 1), 250);
    }

    private static void run(long firstSeed, int histories, int steps) {
        for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
            try {
                new QueueHistory(seed).run(steps);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("history with seed " + seed + " of " + steps + " steps: " + Feature.of(seed), failure);
            }
        }
    }
}
