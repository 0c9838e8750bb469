package dev.leveret.queue.delay;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All slots of a line; each comes into being with its first message. */
final class DelaySlots {

    private final boolean durable;
    private final QueueKeeping keeping;
    private final ReadyTotals totals = new ReadyTotals();
    private final DelaySlot[] slots = new DelaySlot[DelayWheel.COUNT];

    /** The earliest time of a message in a slot, or an earlier one. */
    private long frontier = Long.MAX_VALUE;

    DelaySlots(boolean durable, QueueKeeping keeping) {
        this.durable = durable;
        this.keeping = keeping;
        at(DelayWheel.NEAR);
    }

    DelaySlot at(int number) {
        DelaySlot slot = slots[number];
        if (slot == null) {
            slot = new DelaySlot(number, durable, totals, keeping.store(number), keeping.pages(number));
            slots[number] = slot;
        }
        return slot;
    }

    void skip(DurableUnit unit) {
        slots[DelayWheel.NEAR].skip(unit);
    }

    /** How many messages are in slots. */
    int count() {
        return totals.count();
    }

    /**
     * How far time has come for the wheel: behind the clock as long as there are messages whose time is over.
     */
    long cursor(long nowMillis) {
        return Math.min(nowMillis, frontier);
    }

    /** No message in a slot is due before this; {@link Long#MAX_VALUE} if there is none. */
    long frontier() {
        return frontier;
    }

    /** The slot that a message goes to. */
    DelaySlot slotFor(long due, long cursor) {
        DelaySlot finer = finerSlotFor(due, cursor, DelayWheel.levels());
        return finer == null ? at(DelayWheel.BEYOND) : finer;
    }

    /** The slot below a level that a message goes to; null if there is none that reaches so far, or that is free. */
    DelaySlot finerSlotFor(long due, long cursor, int belowLevel) {
        long time = Math.max(due, cursor);
        for (int level = 0; level < belowLevel; level++) {
            if (DelayWheel.reaches(level, time, cursor)) {
                DelaySlot slot = at(DelayWheel.slotAt(level, time));
                if (slot.takes(DelayWheel.startOf(level, time))) {
                    return slot;
                }
            }
        }
        return null;
    }

    /** Puts a message into the slot that was found for it. */
    void put(DelaySlot slot, Delivery delivery, long due, long cursor) {
        int level = DelayWheel.levelOf(slot.number());
        slot.add(delivery, due, level < DelayWheel.levels() ? DelayWheel.startOf(level, Math.max(due, cursor)) : 0);
        frontier = Math.min(frontier, due);
    }

    /**
     * Whether a slot's next message is of the next time that the slot has stood for. A start finds messages of both if those of the first
     * had left it, though the store did not know yet, when the others came. From then on it stands for the later time.
     */
    boolean goesOn(DelaySlot slot, long due) {
        int level = DelayWheel.levelOf(slot.number());
        if (level < 0 || level >= DelayWheel.levels() || due < slot.start() + DelayWheel.width(level)) {
            return false;
        }
        long start = DelayWheel.startOf(level, due);
        slot.begin(start, start);
        return true;
    }

    /** Looks where the frontier is. */
    void findFrontier() {
        long first = Long.MAX_VALUE;
        for (DelaySlot slot : slots) {
            if (slot != null && !slot.isEmpty()) {
                first = Math.min(first, slot.earliest());
            }
        }
        frontier = first;
    }

    /** Those that are to be read by now, in the order of their times. */
    List<DelaySlot> open(long cursor) {
        List<DelaySlot> open = null;
        for (DelaySlot slot : slots) {
            if (slot != null && !slot.isEmpty() && slot.openAt() <= cursor) {
                open = open == null ? new ArrayList<>() : open;
                open.add(slot);
            }
        }
        if (open == null) {
            return List.of();
        }
        open.sort(Comparator.comparingLong(DelaySlot::earliest));
        return open;
    }

    /** The slot of the lowest level that is the next, if a slot of that level is, and it has its first message in memory; else null. */
    DelaySlot frontOfLowest() {
        for (DelaySlot slot : slots) {
            if (slot != null && !slot.isEmpty() && slot.earliest() == frontier) {
                return DelayWheel.levelOf(slot.number()) == 0 && slot.first() != null ? slot : null;
            }
        }
        return null;
    }

    /** When something changes because time goes on: a slot is to be read, or the time of one is over; {@link Long#MAX_VALUE} if nothing does. */
    long nextChange(long nowMillis) {
        long next = Long.MAX_VALUE;
        for (DelaySlot slot : slots) {
            if (slot != null && !slot.isEmpty()) {
                long change = slot.openAt() > nowMillis ? slot.openAt() : slot.end();
                next = change > nowMillis ? Math.min(next, change) : next;
            }
        }
        return next;
    }

    /** Whether no slot above the lowest level has a message that is due before this. */
    boolean isOnlyLowestBefore(long millis) {
        for (DelaySlot slot : slots) {
            if (slot != null && !slot.isEmpty() && slot.earliest() < millis && DelayWheel.levelOf(slot.number()) > 0) {
                return false;
            }
        }
        return true;
    }

    long bytesInMemory() {
        long bytes = 0;
        for (DelaySlot slot : slots) {
            bytes += slot == null ? 0 : slot.bytesInMemory();
        }
        return bytes;
    }

    void pageOut(long keepBytes) {
        for (DelaySlot slot : slots) {
            if (slot != null && slot.bytesInMemory() > 0) {
                slot.pageOut(slot.openAt() <= frontier ? keepBytes : 0);
            }
        }
    }

    /** The exchange is gone. */
    void drop() {
        for (DelaySlot slot : slots) {
            if (slot != null) {
                slot.drop();
            }
        }
        frontier = Long.MAX_VALUE;
    }
}
