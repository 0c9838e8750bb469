package dev.leveret.queue.state;

import java.util.Arrays;

/**
 * Deliveries that leave in the order of their positions, whatever order they came in. A binary heap:
 * those that come in order, as they do when a channel closes, cost one comparison each.
 */
final class DeliveryHeap {

    private static final Delivery[] NOTHING = {};
    private static final int CAPACITY_FIRST = 16;

    private Delivery[] heap = NOTHING;
    private int count;

    int count() {
        return count;
    }

    void add(Delivery delivery) {
        if (count == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(CAPACITY_FIRST, count << 1));
        }
        int index = count++;
        while (index > 0) {
            int parent = index - 1 >>> 1;
            if (heap[parent].position() <= delivery.position()) {
                break;
            }
            heap[index] = heap[parent];
            index = parent;
        }
        heap[index] = delivery;
    }

    /** The heap must not be empty. */
    Delivery first() {
        return heap[0];
    }

    /** The heap must not be empty. */
    Delivery removeFirst() {
        Delivery first = heap[0];
        Delivery last = heap[--count];
        heap[count] = null;
        if (count > 0) {
            sink(last);
        } else {
            heap = NOTHING; // returned messages are the exception: nothing is kept for the next ones
        }
        return first;
    }

    void clear() {
        heap = NOTHING;
        count = 0;
    }

    /** Finds the place of the delivery that takes over from the one removed at the top. */
    private void sink(Delivery delivery) {
        int index = 0;
        int firstLeaf = count >>> 1;
        while (index < firstLeaf) {
            int child = earlierChild(index);
            if (delivery.position() <= heap[child].position()) {
                break;
            }
            heap[index] = heap[child];
            index = child;
        }
        heap[index] = delivery;
    }

    private int earlierChild(int index) {
        int left = (index << 1) + 1;
        int right = left + 1;
        return right < count && heap[right].position() < heap[left].position() ? right : left;
    }
}
