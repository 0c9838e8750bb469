package dev.leveret.queue.port;

import java.util.List;

/**
 * Where the messages of one queue are that memory has no room for: those that wait behind the ones that are next. Called on
 * the queue's loop only. Nothing here blocks.
 *
 * <p>What is out of memory is a range of positions. A message that is stored needs nothing to be done to get there, and is
 * still there after it has been read. One that is not stored is put there with {@link #spill}, and is no longer there once
 * it has been read.
 */
public interface QueuePages {

    /** How much is read at a time when memory is not short, in bytes. */
    int PAGE_BYTES_MAX = 128 * 1024;

    /** Keeps nothing: a queue with these pages has all its messages in memory. */
    QueuePages NONE = new NoPages();

    /**
     * Whether a stored message could be read back if memory forgot it now. Once true it stays so until the message is
     * removed.
     */
    boolean holds(StoredMessage stored);

    /**
     * Takes over messages that are not stored.
     *
     * @param messages in the order of their positions, above all that were spilled before and not read since; not
     *     kept by the caller
     */
    void spill(List<PagedMessage> messages);

    /** The memory for the places of those that stay where they are when others are taken before them. Asked once. */
    default PlaceMemory places() {
        return PlaceMemory.UNBOUNDED;
    }

    /** How much is to be read at a time, in bytes, 1 to {@link #PAGE_BYTES_MAX}: less the more queues there are that have some. */
    default int pageBytes() {
        return PAGE_BYTES_MAX;
    }

    /**
     * Reads messages back, from the lowest position on. The queue gets them with the command {@code Loaded}; it has one
     * such question open at most.
     *
     * @param first the lowest position that is out of memory
     * @param last the highest one
     * @param bytes how much to read, about; at least one message is read if there is any
     */
    void load(long first, long last, int bytes);

    /** Forgets all that was spilled. */
    void forgetSpilled();
}
