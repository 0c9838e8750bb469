package dev.leveret.queue.state;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.RecoveredRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;

/**
 * The messages of one priority that wait to be delivered, in the order of their positions.
 *
 * <p>Messages leave a queue at its head only, so those that have come back all belong before those that have never left.
 * Of a deep queue only the head is in memory, and what has just come; between them is a range that is not: first those that
 * have come back, then the head, then what is out of memory, then the newest.
 */
public final class ReadyMessages {

    private final DeliveryHeap returned = new DeliveryHeap();
    private final DeliveryRing head = new DeliveryRing();
    private final PagedOut pagedOut = new PagedOut();
    private final TimeToLive timeToLive;
    private final ReadyTotals totals;

    /** Empty unless messages are out of memory. */
    private DeliveryRing newest = new DeliveryRing();

    private long headBytes;
    private long newestBytes;

    /**
     * No messages.
     *
     * @param totals of the queue that this is a part of
     */
    public ReadyMessages(TimeToLive timeToLive, ReadyTotals totals) {
        this.timeToLive = timeToLive;
        this.totals = totals;
    }

    /** How many wait. */
    public int count() {
        return returned.count() + head.count() + pagedOut.count() + newest.count();
    }

    /** Whether none waits. */
    public boolean isEmpty() {
        return !hasNext() && pagedOut.isEmpty();
    }

    /** Whether the first one is in memory. If not, and if one waits, it has to be loaded. */
    public boolean hasNext() {
        return head.count() > 0 || returned.count() > 0;
    }

    /** The first one, which must be in memory. */
    public Delivery next() {
        return returned.count() == 0 ? head.first() : returned.first();
    }

    /** What is out of memory. */
    public PagedOut pagedOut() {
        return pagedOut;
    }

    /** What those in memory take, in bytes as of {@link dev.leveret.amqp.message.Message#size()}. */
    public long bytes() {
        return headBytes + newestBytes;
    }

    /** What those in memory take that are next, in bytes. */
    public long headBytes() {
        return headBytes;
    }

    /** Adds a message whose position is higher than all before it. */
    public void addLast(Delivery delivery) {
        totals.add(1, delivery.message().bodySize());
        if (pagedOut.isEmpty()) {
            head.addLast(delivery);
            headBytes += delivery.message().size();
        } else {
            newest.addLast(delivery);
            newestBytes += delivery.message().size();
        }
    }

    /** Puts a message that was taken back into its original place (AMQP 0-9-1 §1.8.3.5). */
    public void putBack(Delivery delivery) {
        delivery.holder = null;
        returned.add(delivery);
        totals.add(1, delivery.message().bodySize());
        headBytes += delivery.message().size();
    }

    /** Takes the first one, which must be in memory. */
    public Delivery takeFirst() {
        Delivery first = returned.count() == 0 ? head.removeFirst() : returned.removeFirst();
        headBytes -= first.message().size();
        totals.add(-1, -first.message().bodySize());
        return first;
    }

    /**
     * When the first one expires, in milliseconds since 1970; not later if it is out of memory, since then nobody knows exactly.
     */
    public long deadline() {
        if (hasNext()) {
            return timeToLive.deadline(next().message());
        }
        return pagedOut.isEmpty() ? TimeToLive.NEVER : pagedOut.earliestDeadline();
    }

    /** The time to live has changed: when messages expire that are out of memory is not known any more. */
    public void timeToLiveChanged() {
        pagedOut.mayExpire();
    }

    /** Adds what a start has found and not read, behind all that are here; none of it expires before the deadline. */
    public void addPagedOut(RecoveredRange range, long deadline) {
        if (newest.count() > 0) {
            throw new IllegalStateException("messages behind them are in memory");
        }
        pagedOut.addStored(range, deadline);
        totals.add(range.count(), 0);
    }

    /**
     * Has memory forget messages that can be read back, but for those that are next.
     *
     * @param keepBytes of the head that stay, about
     */
    public void pageOut(long keepBytes, QueuePages pages) {
        if (pagedOut.isEmpty() && !splitHead(keepBytes, pages)) {
            return;
        }
        List<PagedMessage> spilled = new ArrayList<>();
        while (newest.count() > 0 && canGo(newest.first(), pages)) {
            Delivery delivery = newest.removeFirst();
            newestBytes -= delivery.message().size();
            pagedOut.add(delivery, timeToLive.deadline(delivery.message()));
            if (delivery.stored() == null) {
                spilled.add(new PagedMessage(delivery.position(), delivery.message(), null));
            }
        }
        if (!spilled.isEmpty()) {
            pages.spill(spilled);
        }
    }

    /** Returns whether something behind the part that stays can go. */
    private boolean splitHead(long keepBytes, QueuePages pages) {
        int kept = 0;
        long keptBytes = 0;
        while (kept < head.count() && keptBytes < keepBytes) {
            keptBytes += head.get(kept++).message().size();
        }
        if (kept == head.count() || !canGo(head.get(kept), pages)) {
            return false;
        }
        newest = head.removeFrom(kept);
        newestBytes = 0;
        for (int i = 0; i < newest.count(); i++) {
            newestBytes += newest.get(i).message().size();
        }
        headBytes -= newestBytes;
        return true;
    }

    private static boolean canGo(Delivery delivery, QueuePages pages) {
        return delivery.stored() == null || pages.holds(delivery.stored());
    }

    /**
     * Takes back what was read.
     *
     * @param messages all that are out of memory up to a position, in order
     * @param upTo that position
     * @param priority of the messages
     * @param returnsOf how often the message at a position has come back
     */
    public void loaded(List<PagedMessage> messages, long upTo, int priority, LongToIntFunction returnsOf) {
        int countBefore = pagedOut.count();
        long bytesBefore = pagedOut.bodyBytes();
        for (PagedMessage read : messages) {
            int returns = returnsOf.applyAsInt(read.position());
            head.addLast(new Delivery(read.position(), read.message(), read.stored(), priority, returns));
            headBytes += read.message().size();
            totals.add(1, read.message().bodySize());
            pagedOut.takenBack(read.position(), read.stored() != null, read.message().bodySize());
        }
        try {
            pagedOut.nothingUpTo(upTo);
        } finally {
            totals.add(pagedOut.count() - countBefore, pagedOut.bodyBytes() - bytesBefore);
            joinIfAllIsInMemory();
        }
    }

    private void joinIfAllIsInMemory() {
        if (pagedOut.isEmpty()) {
            while (newest.count() > 0) {
                head.addLast(newest.removeFirst());
            }
            headBytes += newestBytes;
            newestBytes = 0;
        }
    }

    /** Forgets what is out of memory. */
    public void forgetPagedOut() {
        totals.add(-pagedOut.count(), -pagedOut.bodyBytes());
        pagedOut.clear();
        joinIfAllIsInMemory();
    }

    /** Forgets them all, and the memory that they took. */
    public void clear() {
        forgetPagedOut();
        while (hasNext()) {
            takeFirst();
        }
        returned.clear();
        head.clear();
        newest.clear();
        headBytes = 0;
        newestBytes = 0;
    }
}
