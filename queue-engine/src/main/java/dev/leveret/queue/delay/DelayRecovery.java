package dev.leveret.queue.delay;

import dev.leveret.amqp.message.Delay;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The beginning of a line that was there before the start: of each slot the first message is looked at, which tells its time. Nothing
 * leaves the line before that. How long it takes does not depend on how many messages there are.
 */
final class DelayRecovery {

    /** How many slots are looked at at once. */
    private static final int OPEN_MAX = 8;

    private final DelaySlots slots;
    private final DueHeap heap;

    /** Slots of which the time is not known. */
    private final List<DelaySlot> unknown = new ArrayList<>();

    DelayRecovery(DelaySlots slots, DueHeap heap) {
        this.slots = slots;
        this.heap = heap;
    }

    /** A slot has messages. */
    void found(int number) {
        DelaySlot slot = slots.at(number);
        if (!slot.isEmpty() && !unknown.contains(slot)) {
            unknown.add(slot);
        }
    }

    /** Whether the times of all slots are known. */
    boolean isOver() {
        return unknown.isEmpty();
    }

    /** Looks at the next slots. */
    void goOn() {
        int asked = 0;
        for (Iterator<DelaySlot> each = unknown.iterator(); each.hasNext() && asked < OPEN_MAX;) {
            DelaySlot slot = each.next();
            if (slot.isEmpty() || isKnown(slot)) {
                each.remove();
            } else {
                slot.want(slot.number() == DelayWheel.NEAR ? slot.pageBytes() : 1);
                asked++;
            }
        }
        if (isOver()) {
            slots.findFrontier();
        }
    }

    private boolean isKnown(DelaySlot slot) {
        Delivery first = slot.first();
        if (slot.number() == DelayWheel.NEAR) {
            takeNear(slot);
            return slot.isEmpty();
        }
        if (first != null) {
            begin(slot, Delay.dueMillis(first.message()));
        }
        return first != null;
    }

    private void takeNear(DelaySlot slot) {
        for (Delivery next = slot.first(); next != null; next = slot.first()) {
            heap.add(Delay.dueMillis(next.message()), next);
            slot.takeFirst();
        }
    }

    private static void begin(DelaySlot slot, long due) {
        if (slot.number() == DelayWheel.BEYOND) {
            slot.beginSorting();
        } else {
            long start = DelayWheel.startOf(DelayWheel.levelOf(slot.number()), due);
            slot.begin(start, start);
        }
    }
}
