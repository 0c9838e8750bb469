package dev.leveret.queue.state;

/**
 * First in, first out, in an array that is used in a circle. It grows with a backlog and shrinks while
 * one drains, each at a constant cost per delivery over time.
 */
final class DeliveryRing {

    private static final int CAPACITY_FIRST = 8;

    /** What a drained ring keeps at most: the bursts of a busy queue shall not allocate. */
    private static final int CAPACITY_KEPT = 256;

    private Delivery[] slots = new Delivery[CAPACITY_FIRST]; // the length is a power of two
    private int head;
    private int count;

    int count() {
        return count;
    }

    void addLast(Delivery delivery) {
        if (count == slots.length) {
            resize(count << 1);
        }
        slots[head + count & slots.length - 1] = delivery;
        count++;
    }

    /** The ring must not be empty. */
    Delivery first() {
        return slots[head];
    }

    /** The one at an index from the first on; it must be there. */
    Delivery get(int index) {
        return slots[head + index & slots.length - 1];
    }

    /** Takes all from an index on, into a ring of their own. */
    DeliveryRing removeFrom(int index) {
        DeliveryRing removed = new DeliveryRing();
        for (int i = index; i < count; i++) {
            removed.addLast(get(i));
        }
        DeliveryRing kept = new DeliveryRing();
        for (int i = 0; i < index; i++) {
            kept.addLast(get(i));
        }
        slots = kept.slots;
        head = 0;
        count = index;
        return removed;
    }

    /** The ring must not be empty. */
    Delivery removeFirst() {
        Delivery first = slots[head];
        slots[head] = null;
        head = head + 1 & slots.length - 1;
        count--;
        // An eighth, not a half: a backlog that swings around a power of two must not copy at each swing.
        if (count < slots.length >>> 3 && slots.length > CAPACITY_KEPT) {
            resize(slots.length >>> 1);
        }
        return first;
    }

    void clear() {
        slots = new Delivery[CAPACITY_FIRST];
        head = 0;
        count = 0;
    }

    int capacity() {
        return slots.length;
    }

    private void resize(int capacity) {
        var moved = new Delivery[capacity];
        int untilWrap = Math.min(count, slots.length - head);
        System.arraycopy(slots, head, moved, 0, untilWrap);
        System.arraycopy(slots, 0, moved, untilWrap, count - untilWrap);
        slots = moved;
        head = 0;
    }
}
