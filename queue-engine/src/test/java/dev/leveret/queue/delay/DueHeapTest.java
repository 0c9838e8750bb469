package dev.leveret.queue.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.leveret.queue.state.Delivery;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DueHeapTest {

    private record Known(long due, long arrival, long number, Delivery delivery) {}

    private static final Comparator<Known> ORDER =
            Comparator.comparingLong(Known::due).thenComparingLong(Known::arrival).thenComparingLong(Known::number);

    @Test
    void theFirstIsWhatASortedSetHasFirst() {
        Random random = new Random(1);
        DueHeap heap = new DueHeap();
        TreeSet<Known> sorted = new TreeSet<>(ORDER);
        for (int step = 0; step < 100_000; step++) {
            boolean grows = random.nextInt(20_000) > step % 20_000;
            if (sorted.isEmpty() || grows) {
                long due = random.nextInt(500);
                long arrival = random.nextInt(5);
                Delivery delivery = new Delivery(step, TestLine.message("m" + step, due, false, arrival), null, 0, 0);
                heap.add(due, delivery);
                sorted.add(new Known(due, arrival, step, delivery));
            } else {
                assertSame(sorted.removeFirst().delivery(), heap.takeFirst());
            }
            assertEquals(sorted.isEmpty() ? Long.MAX_VALUE : sorted.getFirst().due(), heap.firstMillis());
            assertEquals(sorted.size(), heap.count());
        }
        sorted.forEach(each -> assertSame(each.delivery(), heap.takeFirst()));
        assertEquals(0, heap.bytes());
    }
}
