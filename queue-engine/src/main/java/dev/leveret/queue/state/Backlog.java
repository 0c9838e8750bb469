package dev.leveret.queue.state;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.RecoveredRange;
import java.util.ArrayList;
import java.util.List;

/** What waits behind the head of a deep queue: first a range that is out of memory, then the newest messages. Empty unless there is such a range. */
final class Backlog {

    private final PagedOut pagedOut = new PagedOut();
    private final TimeToLive timeToLive;
    private final ReadyTotals totals;
    private DeliveryRing newest = new DeliveryRing();
    private long newestBytes;

    Backlog(TimeToLive timeToLive, ReadyTotals totals) {
        this.timeToLive = timeToLive;
        this.totals = totals;
    }

    int count() {
        return pagedOut.count() + newest.count();
    }

    /** Whether nothing is out of memory. */
    boolean isEmpty() {
        return pagedOut.isEmpty();
    }

    PagedOut pagedOut() {
        return pagedOut;
    }

    /** What those in memory take, in bytes. */
    long bytes() {
        return newestBytes;
    }

    /** Adds a message behind all others. */
    void addLast(Delivery delivery) {
        newest.addLast(delivery);
        newestBytes += delivery.message().size();
    }

    /** Adds what a start has found and not read; none of it expires before the deadline. */
    void addPagedOut(RecoveredRange range, long deadline) {
        if (newest.count() > 0) {
            throw new IllegalStateException("messages behind them are in memory");
        }
        pagedOut.addStored(range, deadline);
        totals.add(range.count(), 0);
    }

    /** The head's last messages are the newest ones now; there are none yet. */
    void begin(DeliveryRing messages) {
        newest = messages;
        newestBytes = 0;
        for (int i = 0; i < newest.count(); i++) {
            newestBytes += newest.get(i).message().size();
        }
    }

    /** Has memory forget what can be read back, up to the first message that cannot. */
    void pageOut(QueuePages pages) {
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

    static boolean canGo(Delivery delivery, QueuePages pages) {
        return delivery.stored() == null || pages.holds(delivery.stored());
    }

    /** A message has come back, and waits elsewhere. */
    void takenBack(PagedMessage read) {
        totals.add(1, read.message().bodySize());
        pagedOut.takenBack(read.position(), read.stored() != null, read.message().bodySize());
    }

    /** All up to a position have come back, so many messages with so many bytes less than there were before it began. */
    void nothingUpTo(long position, int countBefore, long bytesBefore) {
        try {
            pagedOut.nothingUpTo(position);
        } finally {
            totals.add(pagedOut.count() - countBefore, pagedOut.bodyBytes() - bytesBefore);
        }
    }

    /** Forgets what is out of memory. */
    void forgetPagedOut() {
        totals.add(-pagedOut.count(), -pagedOut.bodyBytes());
        pagedOut.clear();
    }

    /** Takes the first of the newest, when nothing is out of memory any more; null if there is none. */
    Delivery takeNewest() {
        if (newest.count() == 0) {
            return null;
        }
        Delivery taken = newest.removeFirst();
        newestBytes -= taken.message().size();
        return taken;
    }

    /** Forgets all, and the memory that they took. */
    void clear() {
        newest.clear();
        newestBytes = 0;
    }
}
