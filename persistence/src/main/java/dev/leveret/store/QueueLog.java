package dev.leveret.store;

import dev.leveret.store.record.PositionRanges;

/** What the writer thread knows of one queue. Only the id is for other threads. */
final class QueueLog {

    final long id;

    /** The queue was deleted: whatever still comes for it is passed over. */
    boolean dropped;

    /** Settled in the round that is being gathered. */
    final PositionRanges settledInRound = new PositionRanges();

    /** Written to the journal since the last checkpoint and still there, oldest first. */
    private StoredEntry first;

    private StoredEntry last;

    /** Settled since the last checkpoint, of what is in the H2 store. */
    private PositionRanges settledInStore = new PositionRanges();

    private long highestPosition;
    private boolean changed;

    /** @param highestPosition that was ever used; -1 if none was */
    QueueLog(long id, long highestPosition) {
        this.id = id;
        this.highestPosition = highestPosition;
    }

    /** @return whether this is the first change since the last checkpoint */
    boolean change() {
        boolean first = !changed;
        changed = true;
        return first;
    }

    long highestPosition() {
        return highestPosition;
    }

    void append(StoredEntry entry) {
        highestPosition = Math.max(highestPosition, entry.position);
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

    void settleInStore(long position) {
        settledInStore.add(position);
    }

    /** Nothing of the queue is there any more. */
    void drop() {
        dropped = true;
        first = null;
        last = null;
        settledInStore = new PositionRanges();
        settledInRound.clear();
    }

    /** Hands over what a checkpoint has to write. Takes the same time however many messages there are. */
    QueueChange handOver() {
        QueueChange change = new QueueChange(id, dropped, highestPosition, first, settledInStore);
        changed = false;
        first = null;
        last = null;
        settledInStore = new PositionRanges();
        return change;
    }
}
