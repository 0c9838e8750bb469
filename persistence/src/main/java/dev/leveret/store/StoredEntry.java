package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.StoredMessage;

/**
 * The store's handle on one message of one queue. What changes in it belongs to the writer thread, and after an entry was
 * handed over for a checkpoint, its links and its message belong to the checkpoint thread.
 */
final class StoredEntry implements StoredMessage {

    /** Not in the journal yet. */
    static final int NEW = 0;

    /** Removed, or never to be written. */
    static final int GONE = -1;

    /** Not in the journal yet, and not before other parts of its unit have come. */
    static final int HELD = -2;

    /** In the H2 store since before this start; checkpoints of this run count from above it. */
    static final int IN_STORE = 1;

    final QueueLog queue;
    final long position;

    /** Null once it is in the H2 store. */
    Message message;

    /** {@link #NEW}, {@link #HELD}, {@link #GONE}, or the checkpoint interval in which it was written to the journal. */
    int interval;

    /** Neighbours among those of the same queue and interval that are still there. */
    StoredEntry previous;

    StoredEntry next;

    StoredEntry(QueueLog queue, long position, Message message) {
        this.queue = queue;
        this.position = position;
        this.message = message;
    }

    /** Whether no round has had it yet. */
    boolean isToCome() {
        return interval == NEW || interval == HELD;
    }
}
