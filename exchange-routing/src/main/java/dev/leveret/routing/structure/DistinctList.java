package dev.leveret.routing.structure;

import java.util.Arrays;

/**
 * A list that takes each object once, told apart by identity, and is used over and over: it is filled for
 * one message and cleared for the next, without allocating once it has grown. Not thread-safe.
 */
public final class DistinctList<T> {

    /** Up to this size a search is faster than a table. */
    private static final int SEARCH_SIZE_MAX = 16;

    private Object[] items = new Object[SEARCH_SIZE_MAX];
    private int size;

    /** Open addressing over the places in {@link #items}, plus one so that 0 is free. */
    private int[] table = {};

    /** How much of the table is in use, a power of two; 0 while a search will do. The rest is all zeros. */
    private int tableSize;

    /** Appends the object unless the list has it; tells whether it did. */
    public boolean add(T item) {
        if (size < SEARCH_SIZE_MAX) {
            for (int i = 0; i < size; i++) {
                if (items[i] == item) {
                    return false;
                }
            }
        } else {
            if (size * 2 >= tableSize) {
                fillTable();
            }
            int place = find(item);
            if (table[place] != 0) {
                return false;
            }
            table[place] = size + 1;
        }
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
        return true;
    }

    /** The object at an index from 0 to size - 1, in the order they were added. */
    @SuppressWarnings("unchecked") // add takes nothing else
    public T get(int index) {
        return (T) items[index];
    }

    public int size() {
        return size;
    }

    /** Empties the list and lets go of what it held. */
    public void clear() {
        Arrays.fill(items, 0, size, null);
        Arrays.fill(table, 0, tableSize, 0);
        tableSize = 0;
        size = 0;
    }

    /** Copies the list into the array, which has room for it. */
    public void copyInto(T[] target) {
        System.arraycopy(items, 0, target, 0, size);
    }

    private void fillTable() {
        Arrays.fill(table, 0, tableSize, 0);
        tableSize = Integer.highestOneBit(size) * 4;
        if (table.length < tableSize) {
            table = new int[tableSize];
        }
        for (int i = 0; i < size; i++) {
            table[find(items[i])] = i + 1;
        }
    }

    /** The place of this object in the table, or the free one where it belongs. */
    private int find(Object item) {
        int mask = tableSize - 1;
        int place = spread(System.identityHashCode(item)) & mask;
        while (table[place] != 0 && items[table[place] - 1] != item) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 15);
    }
}
