package dev.leveret.queue.index;

import java.util.ArrayList;

/** Finds who comes first, and lets anyone go: a binary heap whose elements know where they are. */
public final class RankedHeap<E extends Ranked<E>> {

    /** The index of an element that is in no heap. */
    public static final int NOWHERE = -1;

    private final ArrayList<E> heap = new ArrayList<>(0);
    private long steps;

    /** How many there are. */
    public int count() {
        return heap.size();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return heap.isEmpty();
    }

    /** How many elements were looked at since it was made. */
    public long steps() {
        return steps;
    }

    /** Who comes first; null if nobody is here. */
    public E first() {
        return heap.isEmpty() ? null : heap.getFirst();
    }

    /** Adds one that is in no heap. */
    public void add(E element) {
        heap.add(element);
        rise(heap.size() - 1, element);
    }

    /** Takes out one that is here. */
    public void remove(E element) {
        int index = element.heapIndex();
        element.heapIndex(NOWHERE);
        E last = heap.removeLast();
        if (last != element) {
            place(index, last);
            update(last);
        }
    }

    /** One that is here comes earlier or later now. */
    public void update(E element) {
        int index = element.heapIndex();
        rise(index, element);
        if (element.heapIndex() == index) {
            sink(index, element);
        }
    }

    private void rise(int from, E element) {
        int index = from;
        while (index > 0) {
            int parent = index - 1 >>> 1;
            steps++;
            if (!element.isBefore(heap.get(parent))) {
                break;
            }
            place(index, heap.get(parent));
            index = parent;
        }
        place(index, element);
    }

    private void sink(int from, E element) {
        int index = from;
        int firstLeaf = heap.size() >>> 1;
        while (index < firstLeaf) {
            int child = earlierChild(index);
            if (!heap.get(child).isBefore(element)) {
                break;
            }
            place(index, heap.get(child));
            index = child;
        }
        place(index, element);
    }

    private int earlierChild(int index) {
        int left = (index << 1) + 1;
        int right = left + 1;
        steps += 2;
        return right < heap.size() && heap.get(right).isBefore(heap.get(left)) ? right : left;
    }

    private void place(int index, E element) {
        heap.set(index, element);
        element.heapIndex(index);
    }
}
