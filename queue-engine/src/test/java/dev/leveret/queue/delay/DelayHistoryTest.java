package dev.leveret.queue.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories against a list that is sorted. */
class DelayHistoryTest {

    private static final long START = 1_700_000_000_000L;

    private record Expected(String name, long due) {}

    @ParameterizedTest
    @ValueSource(ints = {200, 2_000, 128 * 1024})
    void everythingLeavesOnceAtItsTimeAndInOrderWhateverHappens(int pageBytes) {
        for (int seed = 0; seed < 60; seed++) {
            run(seed, pageBytes);
        }
    }

    private static void run(int seed, int pageBytes) {
        Random random = new Random(seed);
        TestLine line = new TestLine(pageBytes, START);
        List<Expected> expected = new ArrayList<>();
        List<TestLine.Left> left = new ArrayList<>();
        int counter = 0;
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    for (int i = random.nextInt(40); i > 0; i--) {
                        long delay = 1 + (long) Math.pow(10, random.nextDouble() * 9);
                        String name = "m" + counter++;
                        line.add(name, delay);
                        expected.add(new Expected(name, line.now + delay));
                    }
                }
                case 4 -> line.line.pageOut(random.nextInt(1_000));
                case 5, 6 -> line.runUntil(line.now + (long) Math.pow(10, random.nextDouble() * 8));
                default -> {
                    left.addAll(line.left);
                    line = line.restartedAt(line.now + random.nextInt(100_000));
                }
            }
        }
        line.runUntil(START + 100L * 365 * 86_400_000);
        left.addAll(line.left);
        check(seed, expected, left);
        assertEquals(0, line.slots.storedCount(), "seed " + seed);
        assertEquals(0, line.slots.incompleteUnits(), "seed " + seed);
        assertEquals(0, line.line.count(), "seed " + seed);
    }

    private static void check(int seed, List<Expected> expected, List<TestLine.Left> left) {
        assertEquals(expected.size(), left.size(), "seed " + seed);
        Set<String> names = new HashSet<>();
        var byName = new HashMap<String, Long>();
        expected.forEach(each -> byName.put(each.name, each.due));
        long dueBefore = 0;
        for (TestLine.Left each : left) {
            assertTrue(names.add(each.name()), "twice: " + each.name() + ", seed " + seed);
            long due = byName.get(each.name());
            assertTrue(due <= each.millis(), "too early: " + each + ", seed " + seed);
            // A slot of the lowest level that has more than there is room for goes in the order of arrival.
            assertTrue(dueBefore - due < DelayWheel.width(0), "out of order: " + each + " by " + (dueBefore - due) + ", seed " + seed);
            dueBefore = Math.max(due, dueBefore);
        }
    }
}
