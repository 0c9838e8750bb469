package dev.leveret.queue.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PositionIndexTest {

    private record Thing(long position) implements Placed {}

    private final PositionIndex<Thing> index = new PositionIndex<>();
    private final TreeMap<Long, Boolean> expected = new TreeMap<>();

    @Test
    void findsWhatASortedMapFinds() {
        for (long seed = 0; seed < 60; seed++) {
            findsWhatASortedMapFinds(new Random(seed));
        }
    }

    /** Near and far positions, dense and sparse ones. */
    private void findsWhatASortedMapFinds(Random random) {
        long base = random.nextLong(1L << random.nextInt(6, 59));
        long range = 1L << random.nextInt(3, 40);
        for (int step = 0; step < 2_000; step++) {
            change(base + random.nextLong(range), random);
            check(base + random.nextLong(range));
        }
        index.clear();
        expected.clear();
        check(base);
    }

    private void change(long position, Random random) {
        Map.Entry<Long, Boolean> near = expected.ceilingEntry(position);
        if (near == null || random.nextInt(5) < 2) {
            if (!expected.containsKey(position)) {
                boolean isMarked = random.nextBoolean();
                index.add(new Thing(position), isMarked);
                expected.put(position, isMarked);
            }
        } else if (random.nextInt(3) > 0) {
            index.remove(near.getKey());
            expected.remove(near.getKey());
        } else {
            if (near.getValue()) {
                index.unmark(near.getKey());
            } else {
                index.mark(near.getKey());
            }
            expected.put(near.getKey(), !near.getValue());
        }
    }

    private void check(long position) {
        assertEquals(expected.size(), index.count());
        assertEquals(expected.isEmpty() ? null : expected.firstKey(), positionOf(index.first()));
        assertEquals(expected.ceilingKey(position), positionOf(index.firstFrom(position)));
        Long firstMarked = expected.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        assertEquals(firstMarked, positionOf(index.firstMarked()));
        assertEquals(firstMarked != null, index.anyMarked());
    }

    private static Long positionOf(Thing thing) {
        return thing == null ? null : thing.position();
    }

    @Test
    void isEmptyAtFirst() {
        assertTrue(index.isEmpty());
        assertNull(index.first());
        assertNull(index.firstMarked());
        assertNull(index.firstFrom(0));
    }

    @Test
    void whatIsAMillionPlacesAwayIsFoundInFourSteps() {
        // given
        for (long position = 0; position < 1_000_000; position++) {
            index.add(new Thing(position), position == 999_999);
        }

        // when
        long before = index.steps();
        index.firstMarked();

        // then
        assertEquals(4, index.steps() - before);
    }
}
