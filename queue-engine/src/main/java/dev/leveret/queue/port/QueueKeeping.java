package dev.leveret.queue.port;

/**
 * Where the messages of one queue are kept: a store and pages for each priority. Asked on the queue's loop only, once for each
 * priority, when it gets its first message or is taken up after a start.
 */
public interface QueueKeeping {

    /**
     * Where persistent messages of a priority go, or, one above the highest priority, keys in a queue that remembers them; {@link QueueStore#NONE} if the
     * queue is not durable.
     */
    QueueStore store(int priority);

    /** Where messages of a priority go that memory has no room for. */
    QueuePages pages(int priority);

    /** What dead letters may take on their way, those of other queues included. Asked once. */
    default LetterMemory letterMemory() {
        return LetterMemory.unlimited();
    }

    /** The memory for the keys of messages, in a queue that deduplicates. */
    default KeyMemory keyMemory() {
        return KeyMemory.UNBOUNDED;
    }

    /** The keeping of a queue without priorities. */
    static QueueKeeping of(QueueStore store, QueuePages pages) {
        return new OneLevelKeeping(store, pages);
    }
}
