package dev.leveret.queue.state;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.RecoveredRange;
import java.util.List;
import java.util.function.LongToIntFunction;

/**
 * The ready messages of a queue without groups: anybody may take the first one, and nobody any other.
 *
 * <p>Messages leave such a queue at its head only, so those that have come back all belong before those that have never left:
 * first those that have come back, then the head, then what is out of memory, then the newest.
 */
public final class OrderedMessages implements ReadyMessages {

    private final DeliveryHeap returned = new DeliveryHeap();
    private final DeliveryRing head = new DeliveryRing();
    private final Backlog backlog;
    private final PagedOut pagedOut;
    private final TimeToLive timeToLive;
    private final ReadyTotals totals;
    private long headBytes;

    /**
     * No messages.
     *
     * @param totals of the queue that this is a part of
     */
    public OrderedMessages(TimeToLive timeToLive, ReadyTotals totals) {
        this.timeToLive = timeToLive;
        this.totals = totals;
        this.backlog = new Backlog(timeToLive, totals);
        this.pagedOut = backlog.pagedOut();
    }

    @Override
    public int count() {
        return returned.count() + head.count() + backlog.count();
    }

    @Override
    public boolean isEmpty() {
        return !hasNext() && pagedOut.isEmpty();
    }

    @Override
    public boolean hasNext() {
        return head.count() > 0 || returned.count() > 0;
    }

    @Override
    public Delivery next() {
        return returned.count() == 0 ? head.first() : returned.first();
    }

    @Override
    public boolean hasFree() {
        return hasNext();
    }

    @Override
    public Delivery nextFree() {
        return next();
    }

    @Override
    public Delivery takeFree(boolean held) {
        return takeFirst();
    }

    @Override
    public boolean mayHaveFree() {
        return !isEmpty();
    }

    @Override
    public boolean hasPlaceForAnybody() {
        return hasNext();
    }

    @Override
    public void settled(Delivery delivery) {
        // Nothing waits for it.
    }

    @Override
    public void putOff(Delivery delivery) {
        // Others need not wait for it.
    }

    @Override
    public boolean isOutOfMemory(long position) {
        return pagedOut.covers(position);
    }

    @Override
    public PagedOut pagedOut() {
        return pagedOut;
    }

    @Override
    public long bytes() {
        return headBytes + backlog.bytes();
    }

    @Override
    public long headBytes() {
        return headBytes;
    }

    @Override
    public void addLast(Delivery delivery) {
        totals.add(1, delivery.message().bodySize());
        if (pagedOut.isEmpty()) {
            head.addLast(delivery);
            headBytes += delivery.message().size();
        } else {
            backlog.addLast(delivery);
        }
    }

    @Override
    public void putBack(Delivery delivery) {
        delivery.holder = null;
        returned.add(delivery);
        totals.add(1, delivery.message().bodySize());
        headBytes += delivery.message().size();
    }

    @Override
    public Delivery takeFirst() {
        Delivery first = returned.count() == 0 ? head.removeFirst() : returned.removeFirst();
        headBytes -= first.message().size();
        totals.add(-1, -first.message().bodySize());
        return first;
    }

    @Override
    public long deadline() {
        if (hasNext()) {
            return timeToLive.deadline(next().message());
        }
        return pagedOut.isEmpty() ? TimeToLive.NEVER : pagedOut.earliestDeadline();
    }

    @Override
    public void timeToLiveChanged() {
        pagedOut.mayExpire();
    }

    @Override
    public void addPagedOut(RecoveredRange range, long deadline) {
        backlog.addPagedOut(range, deadline);
    }

    @Override
    public void pageOut(long keepBytes, QueuePages pages) {
        if (!pagedOut.isEmpty() || splitHead(keepBytes, pages)) {
            backlog.pageOut(pages);
        }
    }

    /** Returns whether something behind the part that stays can go. */
    private boolean splitHead(long keepBytes, QueuePages pages) {
        int kept = 0;
        long keptBytes = 0;
        while (kept < head.count() && keptBytes < keepBytes) {
            keptBytes += head.get(kept++).message().size();
        }
        if (kept == head.count() || !Backlog.canGo(head.get(kept), pages)) {
            return false;
        }
        backlog.begin(head.removeFrom(kept));
        headBytes -= backlog.bytes();
        return true;
    }

    @Override
    public void loaded(List<PagedMessage> messages, long upTo, int priority, LongToIntFunction returnsOf) {
        int countBefore = pagedOut.count();
        long bytesBefore = pagedOut.bodyBytes();
        for (PagedMessage read : messages) {
            int returns = returnsOf.applyAsInt(read.position());
            head.addLast(new Delivery(read.position(), read.message(), read.stored(), priority, returns));
            headBytes += read.message().size();
            backlog.takenBack(read);
        }
        try {
            backlog.nothingUpTo(upTo, countBefore, bytesBefore);
        } finally {
            joinIfAllIsInMemory();
        }
    }

    private void joinIfAllIsInMemory() {
        if (pagedOut.isEmpty()) {
            for (Delivery next = backlog.takeNewest(); next != null; next = backlog.takeNewest()) {
                head.addLast(next);
                headBytes += next.message().size();
            }
        }
    }

    @Override
    public void forgetPagedOut() {
        backlog.forgetPagedOut();
        joinIfAllIsInMemory();
    }

    @Override
    public void clear() {
        forgetPagedOut();
        while (hasNext()) {
            takeFirst();
        }
        returned.clear();
        head.clear();
        backlog.clear();
        headBytes = 0;
    }
}
