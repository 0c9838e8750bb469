package dev.leveret.store;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.StoredMessage;
import java.util.List;

/**
 * The messages of one queue that are out of memory: stored ones in the H2 store, others in the spill. For the queue's loop;
 * nothing here blocks. What is asked for happens in the order of the calls, on the pager's thread.
 *
 * <p>Of the H2 store everything within a range of positions counts as out of memory that is not settled there. So a message
 * that was settled since the last checkpoint must not lie in a range that is loaded: a queue that forgets only messages
 * that it has never delivered, and that loads from the lowest position on, sees to that.
 */
public final class PagedQueue {

    private final Pager pager;
    private final long id;
    private final QueueLog log; // null if nothing of the queue is stored

    PagedQueue(Pager pager, long id, QueueLog log) {
        this.pager = pager;
        this.id = id;
        this.log = log;
    }

    /** Whether a stored message is in the H2 store: then {@link #load} will find it, until it is removed. */
    public boolean holds(StoredMessage stored) {
        // Order: written by the writer thread without a fence, so an older value may be seen, but none from before a checkpoint that
        // was seen applied. A round that is refused takes its interval back, and no such checkpoint is of that interval or a later one.
        int applied = pager.appliedInterval();
        int interval = ((StoredEntry) stored).interval;
        return interval >= StoredEntry.IN_STORE && interval <= applied;
    }

    /**
     * Takes over messages that are not stored.
     *
     * @param messages in the order of their positions, above all that were spilled before; not changed by the caller
     *     afterwards
     */
    public void spill(List<PagedMessage> messages) {
        pager.spill(id, messages);
    }

    /**
     * Reads messages, from the lowest position on. Those that are stored come with a new handle each; those that were spilled
     * are gone from the spill then. Once the store has been closed there is no answer.
     *
     * @param first no message that is out of memory has a lower position
     * @param last nor a higher one
     * @param bytes how much to read, about: batches of stored messages are read as a whole, and at least one message is
     *     read if there is any
     */
    public void load(long first, long last, int bytes, PageAnswer answer) {
        pager.load(new PageRequest(id, log, first, last, bytes, answer));
    }

    /** Forgets all that was spilled. */
    public void forgetSpilled() {
        pager.forget(id);
    }
}
