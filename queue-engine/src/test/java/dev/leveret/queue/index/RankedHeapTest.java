package dev.leveret.queue.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankedHeapTest {

    private static final class Thing implements Ranked<Thing> {
        private int rank;
        private int heapIndex = RankedHeap.NOWHERE;

        @Override
        public boolean isBefore(Thing other) {
            return rank < other.rank;
        }

        @Override
        public int heapIndex() {
            return heapIndex;
        }

        @Override
        public void heapIndex(int index) {
            heapIndex = index;
        }
    }

    @Test
    void whoComesFirstIsFoundWhateverHappensToTheOthers() {
        var random = new Random(7);
        var heap = new RankedHeap<Thing>();
        List<Thing> expected = new ArrayList<>();
        for (int step = 0; step < 50_000; step++) {
            int choice = random.nextInt(5);
            if (expected.isEmpty() || choice < 2 && expected.size() < 100) {
                var added = new Thing();
                added.rank = random.nextInt();
                expected.add(added);
                heap.add(added);
            } else if (choice < 4) {
                Thing removed = expected.remove(random.nextInt(expected.size()));
                heap.remove(removed);
                assertEquals(RankedHeap.NOWHERE, removed.heapIndex());
            } else {
                Thing changed = expected.get(random.nextInt(expected.size()));
                changed.rank = random.nextInt();
                heap.update(changed);
            }
            assertEquals(expected.size(), heap.count());
            assertEquals(expected.stream().min(Comparator.comparingInt(thing -> thing.rank)).orElse(null), heap.first());
        }
    }
}
