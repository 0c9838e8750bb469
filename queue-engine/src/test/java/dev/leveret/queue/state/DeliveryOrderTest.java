package dev.leveret.queue.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The ring and the heap that ready messages are kept in, against the JDK's collections. */
class DeliveryOrderTest {

    private static Delivery at(long position) {
        return new Delivery(position, null, null, 0, 0);
    }

    @Test
    void theRingIsFirstInFirstOutWhateverItsSize() {
        for (long seed = 0; seed < 50; seed++) {
            // given a ring and a queue of the JDK
            var random = new Random(seed);
            var ring = new DeliveryRing();
            var expected = new ArrayDeque<Delivery>();

            // when phases of growth and of draining follow each other
            for (int phase = 0; phase < 20; phase++) {
                int arrivalsOfTen = random.nextInt(11);
                for (int step = random.nextInt(5000); step > 0; step--) {
                    if (random.nextInt(10) < arrivalsOfTen) {
                        var delivery = at(step);
                        ring.addLast(delivery);
                        expected.addLast(delivery);
                    } else if (!expected.isEmpty()) {
                        // then both give the same, in the same order
                        assertSame(expected.removeFirst(), ring.removeFirst(), "seed " + seed);
                    }
                    assertEquals(expected.size(), ring.count(), "seed " + seed);
                }
            }
        }
    }

    @Test
    void theRingGivesItsMemoryBackWhileABacklogDrains() {
        // given a deep backlog
        var ring = new DeliveryRing();
        for (int i = 0; i < 1_000_000; i++) {
            ring.addLast(at(i));
        }
        int deep = ring.capacity();

        // when nine tenths of it have drained
        for (int i = 0; i < 900_000; i++) {
            ring.removeFirst();
        }

        // then the array has shrunk with it
        assertTrue(ring.capacity() <= deep / 2, "capacity " + ring.capacity());

        // and what an empty ring keeps is little
        while (ring.count() > 0) {
            ring.removeFirst();
        }
        assertTrue(ring.capacity() <= 256, "capacity " + ring.capacity());
    }

    @Test
    void theRingIsCutAnywhere() {
        for (int turned = 0; turned < 20; turned++) {
            for (int cut = 0; cut <= 20; cut++) {
                // given a ring of twenty whose first is anywhere in its array
                var ring = new DeliveryRing();
                for (int i = -turned; i < 20; i++) {
                    ring.addLast(at(i));
                    if (i < 0) {
                        ring.removeFirst();
                    }
                }
                assertEquals(19, ring.get(19).position());

                // when it is cut
                DeliveryRing behind = ring.removeFrom(cut);

                // then both parts are in order, and can grow
                ring.addLast(at(cut));
                behind.addLast(at(20));
                for (int i = 0; i <= cut; i++) {
                    assertEquals(i, ring.removeFirst().position());
                }
                for (int i = cut; i <= 20; i++) {
                    assertEquals(i, behind.removeFirst().position());
                }
                assertEquals(0, ring.count() + behind.count());
            }
        }
    }

    @Test
    void theHeapGivesTheLowestPositionFirst() {
        for (long seed = 0; seed < 200; seed++) {
            // given a heap and a priority queue of the JDK
            var random = new Random(seed);
            var heap = new DeliveryHeap();
            var expected = new PriorityQueue<Long>();
            long[] positions = LongStream.range(0, 300).toArray();

            // when positions come and go in any order
            for (int next = 0; next < positions.length || !expected.isEmpty(); ) {
                if (next < positions.length && random.nextInt(3) > 0) {
                    int other = next + random.nextInt(positions.length - next);
                    long position = positions[other];
                    positions[other] = positions[next];
                    next++;
                    heap.add(at(position));
                    expected.add(position);
                } else if (!expected.isEmpty()) {
                    // then both give the same
                    assertEquals(expected.remove(), heap.removeFirst().position(), "seed " + seed);
                }
                assertEquals(expected.size(), heap.count(), "seed " + seed);
            }
        }
    }
}
