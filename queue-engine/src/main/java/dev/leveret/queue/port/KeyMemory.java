package dev.leveret.queue.port;

/** The share of one queue in the memory that all keys may take together. Called on the queue's loop. */
public interface KeyMemory {

    /** As much as there is. */
    KeyMemory UNBOUNDED = new KeyMemory() {
        @Override
        public long take(long bytes) {
            return 0;
        }

        @Override
        public void giveBack(long bytes) {}

        @Override
        public void close() {}
    };

    /** So many more bytes are in use; returns how many the queue has to give back of what it has had longest, or 0. */
    long take(long bytes);

    /** So many bytes are in use no longer. */
    void giveBack(long bytes);

    /** The queue has no keys any more. */
    void close();
}
