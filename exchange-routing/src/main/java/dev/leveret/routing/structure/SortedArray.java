package dev.leveret.routing.structure;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A sorted array with one writer at a time; readers take it as it is, without a lock. Each change copies it: right where
 * there are some hundred elements, and bearable at a hundred thousand.
 */
public final class SortedArray<E> {

    private final Comparator<? super E> order;
    private volatile E[] elements;

    /** @param empty an array of no elements, for its type */
    public SortedArray(Comparator<? super E> order, E[] empty) {
        this.order = order;
        this.elements = empty;
    }

    /** As it is now. It will not change, and nobody may change it. */
    public E[] elements() {
        return elements;
    }

    /** Adds an element behind those that are as great. */
    public void add(E element) {
        E[] before = elements;
        int place = behind(before, element, 0);
        E[] after = Arrays.copyOf(before, before.length + 1);
        System.arraycopy(before, place, after, place + 1, before.length - place);
        after[place] = element;
        elements = after;
    }

    /** Removes an element that is equal to this one, if there is any. */
    public void remove(E element) {
        E[] before = elements;
        int place = behind(before, element, -1);
        while (place < before.length && !before[place].equals(element)) {
            if (order.compare(before[place], element) > 0) {
                return;
            }
            place++;
        }
        if (place == before.length) {
            return;
        }
        E[] after = Arrays.copyOf(before, before.length - 1);
        System.arraycopy(before, place + 1, after, place, after.length - place);
        elements = after;
    }

    /** The place behind all elements that compare to this one as {@code most} or less. */
    private int behind(E[] sorted, E element, int most) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.signum(order.compare(sorted[middle], element)) <= most) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
