package dev.leveret.routing.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets which hash: in proportion to the weights, and as far as possible always the same. */
class WeightedRingTest {

    private static final int KEYS = 100_000;

    private final WeightedRing<Integer> ring = new WeightedRing<>();

    private void change(int value, int from, int to) {
        // Small integers are always the same objects.
        ring.change(value, Hash64.at(7, value), from, to);
    }

    private int[] choices() {
        int[] choices = new int[KEYS];
        Arrays.setAll(choices, i -> ring.choose(Hash64.of("key-" + i, 0)));
        return choices;
    }

    @Test
    void nobodyIsChosenFromNone() {
        assertNull(ring.choose(1));
        change(1, 0, 5);
        change(1, 5, 0);
        assertNull(ring.choose(1));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "1, 2, 3, 4", "1, 10, 16, 17", "100, 250, 1000, 1000", "2147483647, 1073741823, 2147483647, 1"})
    void sharesFollowTheWeights(int a, int b, int c, int d) {
        // given
        int[] weights = {a, b, c, d};
        for (int i = 0; i < weights.length; i++) {
            change(i, 0, weights[i]);
        }
        // when
        int[] counts = new int[weights.length];
        for (int choice : choices()) {
            counts[choice]++;
        }
        // then within a tenth, and the chance of counting
        double whole = Arrays.stream(weights).asLongStream().sum();
        for (int i = 0; i < weights.length; i++) {
            double expected = KEYS * (weights[i] / whole);
            assertEquals(expected, counts[i], expected / 10 + 4 * Math.sqrt(expected) + 1, Arrays.toString(counts));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20, 100})
    void whoJoinsTakesAShareAndNothingElseMoves(int others) {
        // given
        for (int i = 0; i < others; i++) {
            change(i, 0, 1);
        }
        int[] before = choices();
        // when
        change(others, 0, 1);
        // then
        int[] after = choices();
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            if (before[i] != after[i]) {
                assertEquals(others, after[i], "moved between two that were there");
                moved++;
            }
        }
        assertTrue(moved <= 1.2 * KEYS / (others + 1), moved + " of " + KEYS + " moved to one of " + (others + 1));
        // and when it leaves
        change(others, 1, 0);
        // then all is as before
        assertTrue(Arrays.equals(before, choices()));
    }

    @Test
    void onlyTheWeightsMatterNotHowTheyCameAbout() {
        // given
        for (int i = 0; i < 10; i++) {
            change(i, 0, i + 1);
        }
        int[] straight = choices();
        // when they come again in another order, over other weights, with some who leave
        for (int i = 0; i < 10; i++) {
            change(i, i + 1, 0);
        }
        for (int i = 12; i >= 0; i--) {
            change(i, 0, 1000 + i);
        }
        for (int i = 0; i <= 12; i++) {
            change(i, 1000 + i, i < 10 ? i + 1 : 0);
        }
        // then
        assertTrue(Arrays.equals(straight, choices()));
    }

    @Test
    void moreWeightOnlyTakesFromOthers() {
        // given
        for (int i = 0; i < 5; i++) {
            change(i, 0, 3);
        }
        int[] before = choices();
        // when
        change(2, 3, 5);
        // then
        int[] after = choices();
        for (int i = 0; i < KEYS; i++) {
            assertTrue(before[i] == after[i] || after[i] == 2);
        }
    }

    @Test
    void hashIsTheSameInEveryRun() {
        assertEquals(4146701442686990282L, Hash64.of("key", 0));
        assertNotEquals(Hash64.of("key", 0), Hash64.of("key", 1));
    }
}
