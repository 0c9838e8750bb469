package dev.leveret.routing.structure;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A set of objects, told apart by identity, with one writer at a time and any number of readers that take
 * no lock. It remembers how often each was added, and lets it go when it was removed as often.
 *
 * <p>A reader sees the set as it was before or after each change, and never misses an element that no
 * change concerns. Adding and removing take constant time on average however big the set is.
 *
 * <p>Elements are only ever appended to the array that readers see, and a removed one leaves a hole. An
 * array with too many holes is replaced by a new one, never tidied in place: moving an element
 * under a reader could hide it.
 */
public final class PublishedSet<E> {

    /** Up to this size a search is as fast as an index, and every removal may copy. */
    private static final int SMALL_SIZE_MAX = 16;

    private static final Slots EMPTY = new Slots(new Object[0], 0);

    private volatile Slots slots = EMPTY;

    // The rest is the writer's alone.
    private int size;
    private Map<E, Integer> positions; // null while the set is small
    private Map<E, Integer> repeats; // how often beyond the first, null while there are none

    /**
     * Adds an element, or counts it once more.
     *
     * @return whether the set did not have it
     */
    public boolean add(E element) {
        if (position(element) >= 0) {
            if (repeats == null) {
                repeats = new IdentityHashMap<>(4);
            }
            repeats.merge(element, 1, Integer::sum);
            return false;
        }
        append(element);
        return true;
    }

    /**
     * Takes back one addition of an element.
     *
     * @return whether the set has lost the element by this; false also if it never had it
     */
    public boolean remove(E element) {
        int position = position(element);
        if (position < 0 || wasRepeated(element)) {
            return false;
        }
        size--;
        Slots current = slots;
        if (current.count <= SMALL_SIZE_MAX || size * 2 < current.count) {
            compact(current, position);
        } else {
            current.items[position] = null;
            positions.remove(element);
        }
        return true;
    }

    /** Hands each element to the sink once. Any thread may call this at any time. */
    @SuppressWarnings("unchecked") // only elements are ever put in
    public void forEach(Consumer<? super E> sink) {
        Slots seen = slots;
        Object[] items = seen.items;
        int count = seen.count;
        for (int i = 0; i < count; i++) {
            Object item = items[i];
            if (item != null) {
                sink.accept((E) item);
            }
        }
    }

    /** How many different elements there are. For the writer. */
    public int size() {
        return size;
    }

    /** For the writer. */
    public boolean isEmpty() {
        return size == 0;
    }

    private int position(E element) {
        if (positions != null) {
            Integer position = positions.get(element);
            return position == null ? -1 : position;
        }
        Slots current = slots;
        for (int i = 0; i < current.count; i++) {
            if (current.items[i] == element) {
                return i;
            }
        }
        return -1;
    }

    private boolean wasRepeated(E element) {
        if (repeats == null || !repeats.containsKey(element)) {
            return false;
        }
        repeats.computeIfPresent(element, (same, times) -> times == 1 ? null : times - 1);
        if (repeats.isEmpty()) {
            repeats = null;
        }
        return true;
    }

    private void append(E element) {
        Slots current = slots;
        int position = current.count;
        if (position < current.items.length) {
            // Order: the element before the count that shows it to readers.
            current.items[position] = element;
            current.count = position + 1;
        } else {
            Object[] items = new Object[Math.max(1, position * 2)];
            System.arraycopy(current.items, 0, items, 0, position);
            items[position] = element;
            slots = new Slots(items, position + 1);
        }
        size++;
        if (positions != null) {
            positions.put(element, position);
        } else if (position >= SMALL_SIZE_MAX) {
            index();
        }
    }

    /** Publishes an array without holes and without the element at that position. */
    private void compact(Slots current, int without) {
        Object[] items = new Object[size];
        int count = 0;
        for (int i = 0; i < current.count; i++) {
            if (i != without && current.items[i] != null) {
                items[count++] = current.items[i];
            }
        }
        slots = count == 0 ? EMPTY : new Slots(items, count);
        positions = null;
        if (count > SMALL_SIZE_MAX) {
            index();
        }
    }

    @SuppressWarnings("unchecked") // only elements are ever put in
    private void index() {
        positions = new IdentityHashMap<>(size * 2);
        Slots current = slots;
        for (int i = 0; i < current.count; i++) {
            if (current.items[i] != null) {
                positions.put((E) current.items[i], i);
            }
        }
    }

    /** What readers see: the first {@code count} places of an array, some of them empty. */
    private static final class Slots {
        private final Object[] items;
        private volatile int count;

        Slots(Object[] items, int count) {
            this.items = items;
            this.count = count;
        }
    }
}
