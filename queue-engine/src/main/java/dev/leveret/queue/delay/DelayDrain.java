package dev.leveret.queue.delay;

import dev.leveret.amqp.message.Delay;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;

/**
 * Has messages come nearer as their time does: from slots into the heap, as long as there is room in it, or else into slots of finer levels; and
 * out of the heap when their time has come. Nothing leaves that might be due later than something in a slot.
 */
final class DelayDrain {

    /** How many messages are moved at a time. */
    private static final int MOVED_MAX = 512;

    /** A message that is due so soon is not put into a slot, in milliseconds. */
    private static final long NEAR_MILLIS = 200;

    /** Messages that are due later than this may have half of the heap only, so that there is always room for those that are next. */
    private static final long SOON_MILLIS = 1_000;

    /** Messages that are due later than this are in no heap. */
    private static final long HEAP_MILLIS = 600_000;

    /** How many pages the heap has room for. */
    private static final int HEAP_PAGES = 16;

    /** @param target never the slot that the message comes from, but for the one of what is beyond all levels */
    private record Move(Delivery delivery, long due, DelaySlot target) {}

    private final DelaySlots slots;
    private final DueHeap heap;
    private final DelayEffects effects;
    private final List<Move> moves = new ArrayList<>();

    DelayDrain(DelaySlots slots, DueHeap heap, DelayEffects effects) {
        this.slots = slots;
        this.heap = heap;
        this.effects = effects;
    }

    /** Whether a message that comes in need not go into its slot. */
    boolean isNear(DelaySlot slot, long due, long cursor) {
        // Order: never past those that are in the slot already.
        return due - cursor <= NEAR_MILLIS && slot.isEmpty() && hasRoom(due, cursor);
    }

    private boolean hasRoom(long due, long cursor) {
        long ahead = due - cursor;
        long bytesMax = (long) HEAP_PAGES * slots.at(DelayWheel.NEAR).pageBytes();
        return ahead <= HEAP_MILLIS && heap.bytes() < (ahead <= SOON_MILLIS ? bytesMax : bytesMax / 2);
    }

    /** Moves a bounded number of messages; returns whether more could be moved at once. */
    boolean run(long nowMillis) {
        slots.findFrontier();
        long cursor = slots.cursor(nowMillis);
        int left = MOVED_MAX;
        for (DelaySlot slot : slots.open(cursor)) {
            left = drain(slot, cursor, left);
            if (left == 0) {
                break;
            }
        }
        slots.findFrontier();
        return left == 0 || slots.cursor(nowMillis) > cursor;
    }

    /** Returns how many more may be moved. */
    private int drain(DelaySlot slot, long cursor, int most) {
        if (slot.number() == DelayWheel.BEYOND && !slot.isSorting()) {
            slot.beginSorting();
        }
        int left = most;
        while (left > 0) {
            Delivery next = slot.first();
            if (next == null) {
                slot.want(slot.pageBytes());
                break;
            }
            if (!place(slot, next, cursor)) {
                break;
            }
            slot.takeFirst();
            left--;
        }
        carryOut(slot, cursor);
        return left;
    }

    /** Finds a place for the first message of a slot; returns false if it stays where it is for now. */
    private boolean place(DelaySlot slot, Delivery delivery, long cursor) {
        if (slot.isSorting() && slot.isSorted(delivery)) {
            return false;
        }
        long due = Delay.dueMillis(delivery.message());
        if (slots.goesOn(slot, due)) {
            return false;
        }
        if (hasRoom(due, cursor)) {
            heap.add(due, delivery);
            return true;
        }
        int level = DelayWheel.levelOf(slot.number());
        if (level == 0) {
            return false;
        }
        DelaySlot target = slots.finerSlotFor(due, cursor, level);
        if (target == null && slot.isSorting() && !DelayWheel.reaches(level - 1, due, cursor)) {
            target = slot;
        }
        if (target == null) {
            heap.add(due, delivery); // a clock that was put back may leave it no other place
        } else {
            moves.add(new Move(delivery, due, target));
        }
        return true;
    }

    /** All moves from one slot, as a whole. */
    private void carryOut(DelaySlot slot, long cursor) {
        if (moves.isEmpty()) {
            return;
        }
        int stored = 0;
        for (Move move : moves) {
            stored += move.delivery.stored() == null ? 0 : 1;
        }
        DurableUnit unit = stored == 0 ? null : effects.unit(2 * stored);
        for (Move move : moves) {
            DurableUnit part = move.delivery.stored() == null ? null : unit;
            slot.forget(move.delivery, part);
            slots.put(move.target, move.target.keep(move.delivery.message(), part), move.due, cursor);
        }
        moves.clear();
    }

    /** Takes the first message that is due; null if there is none. */
    Delivery takeDue(long nowMillis) {
        long first = heap.firstMillis();
        if (first <= nowMillis && first < slots.frontier()) {
            return heap.takeFirst();
        }
        return slots.frontier() <= nowMillis ? takeFromSlot(nowMillis) : null;
    }

    /**
     * When more is due within one slot of the lowest level than the heap has room for, its messages go in the order in which they came once all
     * of them are due.
     */
    private Delivery takeFromSlot(long nowMillis) {
        DelaySlot slot = slots.frontOfLowest();
        if (slot == null || slot.end() > nowMillis || !slots.isOnlyLowestBefore(slot.end())) {
            return null;
        }
        Delivery first = slot.first();
        long due = Delay.dueMillis(first.message());
        if (slots.goesOn(slot, due)) {
            slots.findFrontier();
            return null;
        }
        if (hasRoom(due, slots.cursor(nowMillis))) {
            return null;
        }
        if (heap.firstMillis() < slot.end()) {
            return heap.takeFirst();
        }
        slot.takeFirst();
        if (slot.isEmpty()) {
            slots.findFrontier();
        }
        return first;
    }

    /** When there will be something to do because time goes on, in milliseconds since 1970. */
    long nextMillis(long nowMillis) {
        long next = slots.nextChange(nowMillis);
        return heap.firstMillis() > nowMillis ? Math.min(next, heap.firstMillis()) : next;
    }
}
