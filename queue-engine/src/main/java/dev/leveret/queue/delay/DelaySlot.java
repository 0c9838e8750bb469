package dev.leveret.queue.delay;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.OrderedMessages;
import dev.leveret.queue.state.PagedOut;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.ReadyTotals;
import dev.leveret.queue.state.TimeToLive;
import java.util.List;

/**
 * The messages of one slot of time, in the order in which they came. They are read from the first on, once; to the store a slot is
 * a queue of its own.
 */
final class DelaySlot {

    /** The start of a slot of which nobody knows yet, or that has no messages. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final TimeToLive NO_DEADLINES = new TimeToLive(TimeToLive.NEVER);

    private final int number;
    private final boolean durable;
    private final QueueStore store;
    private final QueuePages pages;
    private final ReadyMessages ready;
    private long nextPosition;
    private long start = UNKNOWN;

    /** No message in it is due earlier, as far as that is known. */
    private long earliest = Long.MAX_VALUE;

    /** The last position that is being sorted; -1: none is. */
    private long sortUpTo = -1;

    private boolean loading;
    private boolean broken;

    /** What was asked for is not wanted any more. */
    private boolean ended;

    DelaySlot(int number, boolean durable, ReadyTotals totals, QueueStore store, QueuePages pages) {
        this.number = number;
        this.durable = durable;
        this.store = store;
        this.pages = pages;
        this.ready = new OrderedMessages(NO_DEADLINES, totals);
    }

    int number() {
        return number;
    }

    /** When its time begins; {@link #UNKNOWN} if it has no messages, or if a start has found some and not looked at them. */
    long start() {
        return start;
    }

    /** No message in it is due earlier, as far as that is known; {@link Long#MAX_VALUE} if it has none. */
    long earliest() {
        return earliest;
    }

    /** When it is to be read; {@link Long#MAX_VALUE} if there is nothing to read. */
    long openAt() {
        if (isSorting()) {
            return Long.MIN_VALUE;
        }
        long time = number == DelayWheel.BEYOND ? earliest : start;
        return earliest == Long.MAX_VALUE ? Long.MAX_VALUE : DelayWheel.openAt(number, time);
    }

    /** When its time is over, if it is of the lowest level; else {@link Long#MAX_VALUE}. */
    long end() {
        return DelayWheel.levelOf(number) == 0 ? start + DelayWheel.width(0) : Long.MAX_VALUE;
    }

    /** What is in it now is read from the first to the last; whatever is put back comes behind that. */
    void beginSorting() {
        sortUpTo = nextPosition - 1;
        earliest = Long.MAX_VALUE;
    }

    /** Whether something is left that {@link #beginSorting} has begun with. */
    boolean isSorting() {
        return sortUpTo >= 0;
    }

    /** Ends what {@link #beginSorting} has begun when this message, the first, was put back. */
    boolean isSorted(Delivery first) {
        if (first.position() > sortUpTo) {
            sortUpTo = -1;
        }
        return sortUpTo < 0;
    }

    /** Whether it has no messages, or none that can be read. */
    boolean isEmpty() {
        return broken || ready.isEmpty();
    }

    /** Whether a message of this slot's time may be put here. */
    boolean takes(long slotStart) {
        return ready.isEmpty() || start == slotStart;
    }

    long bytesInMemory() {
        return ready.bytes();
    }

    /** How many messages it has. */
    int count() {
        return ready.count();
    }

    /** Where the next message goes; all positions before are of earlier ones. */
    long nextPosition() {
        return nextPosition;
    }

    /** Keeps a message, if it is to be kept. It is in the slot only when it is added. */
    Delivery keep(Message message, DurableUnit unit) {
        StoredMessage stored = null;
        if (isKept(message)) {
            stored = store.append(nextPosition, message, unit);
        } else {
            skip(unit);
        }
        return new Delivery(nextPosition++, message, stored, number, 0);
    }

    /** Whether a message goes to the store. */
    boolean isKept(Message message) {
        return durable && message.header().persistent();
    }

    /** Puts a message at the end. */
    void add(Delivery delivery, long due, long slotStart) {
        start = slotStart;
        earliest = Math.min(earliest, due);
        ready.addLast(delivery);
    }

    void skip(DurableUnit unit) {
        if (unit != null) {
            store.skip(unit);
        }
    }

    /** Forgets a message of this slot that has been taken. */
    void forget(Delivery delivery, DurableUnit unit) {
        if (delivery.stored() != null) {
            store.remove(delivery.stored(), unit);
        } else {
            skip(unit);
        }
    }

    /** The first message, or null if it is not in memory or there is none. */
    Delivery first() {
        return ready.hasNext() ? ready.next() : null;
    }

    /** Takes the first message, which must be in memory. */
    void takeFirst() {
        ready.takeFirst();
        if (ready.isEmpty()) {
            emptied();
        }
    }

    private void emptied() {
        start = UNKNOWN;
        earliest = Long.MAX_VALUE;
        sortUpTo = -1;
    }

    /** Has the next messages read, if they are out of memory. */
    void want(int bytes) {
        PagedOut out = ready.pagedOut();
        if (!loading && !broken && !out.isEmpty() && !ready.hasNext()) {
            loading = true;
            pages.load(out.first(), out.last(), bytes);
        }
    }

    int pageBytes() {
        return pages.pageBytes();
    }

    void loaded(List<PagedMessage> messages, long upTo) {
        loading = false;
        if (!ended) {
            ready.loaded(messages, upTo, number, position -> 0);
        }
    }

    /** Its messages can't be read. They are not asked for again before the next start. */
    void failed() {
        loading = false;
        broken = true;
    }

    /** Has memory forget what can be read back, but for so many bytes of those that are next. */
    void pageOut(long keepBytes) {
        ready.pageOut(keepBytes, pages);
    }

    /** What is out of memory. */
    PagedOut pagedOut() {
        return ready.pagedOut();
    }

    void recover(RecoveredRange range) {
        if (range.count() > 0) {
            ready.addPagedOut(range, TimeToLive.NEVER);
            nextPosition = range.last() + 1;
        }
    }

    void recover(long position, Message message, StoredMessage stored) {
        nextPosition = position + 1;
        ready.addLast(new Delivery(position, message, stored, number, 0));
    }

    void resumeAt(long position) {
        nextPosition = Math.max(nextPosition, position);
    }

    /** A start has found messages, and this one is the first: now the slot's time is known. */
    void begin(long slotStart, long earliestDue) {
        start = slotStart;
        earliest = earliestDue;
    }

    /** The exchange is gone. */
    void drop() {
        ended = true;
        if (ready.pagedOut().spilledCount() > 0) {
            pages.forgetSpilled();
        }
        ready.clear();
        emptied();
        if (durable) {
            store.deleteQueue();
        }
    }
}
