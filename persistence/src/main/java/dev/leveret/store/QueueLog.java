package dev.leveret.store;

import dev.leveret.store.record.PositionRanges;

/** What the writer thread knows of one queue. Only the id, and what the pager finds at the start, are for other threads. */
final class QueueLog {

    /** The mark of a queue of which none was noted. */
    static final long NO_MARK = Long.MIN_VALUE;

    final long id;

    /** Changed at a start or a reopening, and when the first checkpoint after it has been applied. */
    volatile PagesAtStart pagesAtStart = PagesAtStart.NONE;

    /** The queue was deleted: whatever still comes for it is passed over. */
    boolean dropped;

    /** It was, and lives on nevertheless. */
    private boolean revived;

    /** How many of its messages are taken away by units of which parts are missing, or that follow others. */
    int leaving;

    /** The round that is being gathered drops it. */
    boolean droppedInRound;

    /** Settled in the round that is being gathered. */
    final PositionRanges settledInRound = new PositionRanges();

    /** Written to the journal since the last checkpoint and still there, oldest first. */
    private StoredEntry first;

    private StoredEntry last;

    /** Settled since the last checkpoint, of what is in the H2 store. */
    private PositionRanges settledInStore;

    /** The same, but with positions that may never have been a message's. */
    private PositionRanges purgedInStore;

    private long highestPosition;
    private long mark;
    private boolean changed;

    QueueLog(long id) {
        this.id = id;
        forget();
    }

    /** Whether it was deleted, maybe in this round: one that was read back does not know of that before it is noted again. */
    boolean isDropped() {
        return dropped || droppedInRound;
    }

    /** Nothing is known any more: what there is will be read from the disk. */
    void forget() {
        dropped = false;
        revived = false;
        first = null;
        last = null;
        settledInStore = new PositionRanges();
        purgedInStore = new PositionRanges();
        highestPosition = -1;
        mark = NO_MARK;
        changed = false;
    }

    /** @return whether this is the first change since the last checkpoint */
    boolean change() {
        boolean first = !changed;
        changed = true;
        return first;
    }

    /** The highest position that was ever used; -1 if none was. */
    long highestPosition() {
        return highestPosition;
    }

    /** No position up to this one is free. */
    void used(long position) {
        highestPosition = Math.max(highestPosition, position);
    }

    long mark() {
        return mark;
    }

    void mark(long position) {
        mark = position;
    }

    void append(StoredEntry entry) {
        used(entry.position);
        entry.previous = last;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
    }

    /** Takes out an entry that was appended since the last checkpoint. */
    void unlink(StoredEntry entry) {
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.message = null;
    }

    void settleInStore(long from, long to) {
        settledInStore.add(from, to);
    }

    /** All messages from one position to another are gone. */
    void purge(long from, long to) {
        StoredEntry next;
        for (StoredEntry entry = first; entry != null; entry = next) {
            next = entry.next;
            if (from <= entry.position && entry.position <= to) {
                unlink(entry);
                entry.interval = StoredEntry.GONE;
            }
        }
        purgedInStore.add(from, to);
    }

    /** Nothing of the queue is there any more. */
    void drop() {
        dropped = true;
        first = null;
        last = null;
        mark = NO_MARK;
        settledInStore = new PositionRanges();
        purgedInStore = new PositionRanges();
    }

    /** Only the messages are gone: the queue lives on, empty. */
    void revive() {
        dropped = false;
        revived = true;
    }

    /** Hands over what a checkpoint has to write. Takes the same time however many messages there are. */
    QueueChange handOver() {
        QueueChange change = new QueueChange(
                id, dropped || revived, !dropped, highestPosition, mark, first, settledInStore, purgedInStore);
        changed = false;
        revived = false;
        first = null;
        last = null;
        // Order: not even empty ones are kept, since they belong to the checkpoint thread from now on.
        settledInStore = new PositionRanges();
        purgedInStore = new PositionRanges();
        return change;
    }
}
