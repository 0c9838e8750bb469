package dev.leveret.routing.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A set with a writer and readers keeps what was added, as often as it was added. */
class PublishedSetTest {

    private static final int HISTORIES = 300;
    private static final int STEPS = 400;

    @Test
    void setHoldsWhatACountingMapHolds() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            runHistory(random, 1 + random.nextInt(80), "seed " + seed);
        }
    }

    private static void runHistory(Random random, int different, String seed) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < different; i++) {
            elements.add("e" + i);
        }
        PublishedSet<String> set = new PublishedSet<>();
        Map<String, Integer> expected = new HashMap<>();
        int adding = 3 + random.nextInt(5); // of ten
        for (int i = 0; i < STEPS; i++) {
            String element = elements.get(random.nextInt(different));
            if (random.nextInt(10) < adding) {
                assertEquals(expected.merge(element, 1, Integer::sum) == 1, set.add(element), seed);
            } else {
                Integer times = expected.computeIfPresent(element, (same, n) -> n == 0 ? null : n - 1);
                assertEquals(times != null && times == 0, set.remove(element), seed);
                expected.remove(element, 0);
            }
            assertEquals(expected.size(), set.size(), seed);
            assertEquals(expected.isEmpty(), set.isEmpty(), seed);
        }
        List<String> seen = new ArrayList<>();
        set.forEach(seen::add);
        assertEquals(expected.size(), seen.size(), seed);
        assertEquals(expected.keySet(), Set.copyOf(seen), seed);
    }

    @Test
    void readerThatIsOnItsWayMissesNothingThatStays() {
        // given a set that is big enough for holes
        PublishedSet<Integer> set = new PublishedSet<>();
        List<Integer> elements = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            elements.add(1000 + i);
            set.add(elements.get(i));
        }
        // when all but every tenth go while a reader is half through
        Set<Integer> seen = new TreeSet<>();
        set.forEach(element -> {
            if (seen.size() == 500) {
                elements.stream().filter(e -> e % 10 != 0).forEach(set::remove);
            }
            seen.add(element);
        });
        // then
        assertTrue(seen.containsAll(elements.stream().filter(e -> e % 10 == 0).toList()));
        assertEquals(100, set.size());
    }

    @Test
    void elementsAreToldApartByIdentity() {
        // given
        PublishedSet<List<String>> set = new PublishedSet<>();
        List<String> one = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        // then
        assertTrue(set.add(one));
        assertTrue(set.add(equal));
        assertFalse(set.add(one));
        assertEquals(2, set.size());
    }
}
