package dev.leveret.queue.delay;

import dev.leveret.amqp.message.Delay;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import java.util.List;

/**
 * The messages that wait in one exchange, as a state machine: they come in with {@link #add}, and out with {@link #takeDue} when their time
 * has come, in the order of their times.
 *
 * <p>It belongs to one loop and never blocks, reads a clock or touches a file. A message is put into the slot of its time
 * ({@link DelayWheel}); before that time the slot is read and its messages go into a heap in memory or, if that is full, into slots of a finer level. So
 * memory does not grow with the number of messages, and messages are read and written one after the other whatever their times are.
 */
public final class DelayLine {

    /** How many ids a line needs in the store. */
    public static final int SLOT_COUNT = DelayWheel.COUNT;

    private final DelaySlots slots;
    private final DueHeap heap = new DueHeap();
    private final DelayDrain drain;
    private final DelayRecovery recovery;
    private final DelayEffects effects;
    private long wakeAt = Long.MAX_VALUE;

    /** Taken and not departed. */
    private int takenCount;

    /** Something has been taken since messages were brought near, so that there is room for others. */
    private boolean hasTaken;

    private boolean ended;

    /**
     * A line without messages.
     *
     * @param durable whether persistent messages are stored
     * @param keeping where the messages of each slot go, 0 to {@link #SLOT_COUNT} - 1
     */
    public DelayLine(boolean durable, QueueKeeping keeping, DelayEffects effects) {
        this.effects = effects;
        this.slots = new DelaySlots(durable, keeping);
        this.drain = new DelayDrain(slots, heap, effects);
        this.recovery = new DelayRecovery(slots, heap);
    }

    /** Takes up what the store knows of a slot. Before anything else, and before messages of this slot are taken back. */
    public void recover(int slot, RecoveredRange pages) {
        slots.at(slot).recover(pages);
        recovery.found(slot);
    }

    /** Takes back a message that is in memory. Before anything else, in the order of positions. */
    public void recover(int slot, long position, Message message, StoredMessage stored) {
        slots.at(slot).recover(position, message, stored);
        recovery.found(slot);
    }

    /** Goes on counting the positions of a slot from here. */
    public void resumeAt(int slot, long position) {
        slots.at(slot).resumeAt(position);
    }

    /**
     * A message is to wait. Its time counts from its arrival.
     *
     * @param unit has one part for it; null: nobody waits
     */
    public void add(Message message, DurableUnit unit, long nowMillis) {
        if (ended) {
            slots.skip(unit);
            return;
        }
        long due = Delay.dueMillis(message);
        long cursor = slots.cursor(nowMillis);
        DelaySlot slot = slots.slotFor(due, cursor);
        if (drain.isNear(slot, due, cursor)) {
            heap.add(due, slots.at(DelayWheel.NEAR).keep(message, unit));
            wakeUp(due);
        } else {
            slots.put(slot, slot.keep(message, unit), due, cursor);
            wakeUp(slot.openAt());
        }
    }

    private void wakeUp(long millis) {
        if (millis < wakeAt) {
            wakeAt = millis;
            effects.wakeAt(millis);
        }
    }

    /**
     * Brings messages near whose time comes, a bounded number at a time. To be called before {@link #takeDue}, and whenever it was wanted.
     *
     * @return whether more of that can be done at once
     */
    public boolean advance(long nowMillis) {
        if (ended) {
            return false;
        }
        hasTaken = false;
        recovery.goOn();
        return recovery.isOver() && drain.run(nowMillis);
    }

    /** Takes the next message whose time has come; null if there is none now. It has to depart. */
    public Delivery takeDue(long nowMillis) {
        if (!recovery.isOver()) {
            return null;
        }
        Delivery taken = drain.takeDue(nowMillis);
        takenCount += taken == null ? 0 : 1;
        hasTaken |= taken != null;
        return taken;
    }

    /** There is nothing to do now: says when there will be. */
    public void rest(long nowMillis) {
        wakeAt = ended || !recovery.isOver() ? Long.MAX_VALUE : nextMillis(nowMillis);
        effects.wakeAt(wakeAt);
    }

    private long nextMillis(long nowMillis) {
        // What had to wait for room can come now, and no time that is still to come would bring it.
        return hasTaken && drain.isOpen(nowMillis) ? nowMillis : drain.nextMillis(nowMillis);
    }

    /**
     * A message that was taken goes where it goes, or there is nowhere: forgets it.
     *
     * @param unit has one part for it; null: nobody waits
     */
    public void departed(Delivery delivery, DurableUnit unit) {
        takenCount--;
        if (ended) {
            slots.skip(unit);
        } else {
            slots.at(delivery.priority()).forget(delivery, unit);
        }
    }

    /** Messages of a slot that were asked for have been read. */
    public void loaded(int slot, List<PagedMessage> messages, long upTo) {
        try {
            slots.at(slot).loaded(messages, upTo);
        } finally {
            recovery.goOn();
        }
    }

    /** They can't be read. */
    public void loadFailed(int slot) {
        slots.at(slot).failed();
        recovery.goOn();
    }

    /** Has memory forget what it can, but for so many bytes, about, of those that are next. */
    public void pageOut(long keepBytes) {
        if (!ended) {
            slots.pageOut(keepBytes);
        }
    }

    /** The exchange is gone, and all that waits with it. */
    public void end() {
        ended = true;
        heap.clear();
        slots.drop();
        wakeAt = Long.MAX_VALUE;
        effects.wakeAt(wakeAt);
    }

    /** How many messages wait, those that are about to go included. */
    public int count() {
        return slots.count() + heap.count() + (ended ? 0 : takenCount);
    }

    /** No message is due before this, in milliseconds since 1970, and about then one is; {@link Long#MAX_VALUE} if none waits. */
    public long nextDueMillis() {
        return Math.min(heap.firstMillis(), slots.frontier());
    }

    /** What those in memory take, in bytes as of {@link Message#size()}. */
    public long bytesInMemory() {
        return heap.bytes() + slots.bytesInMemory();
    }
}
