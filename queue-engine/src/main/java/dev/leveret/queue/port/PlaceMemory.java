package dev.leveret.queue.port;

/**
 * The share of one queue in the memory that messages may take which were passed over, of all queues with groups together: as long as the groups
 * belong to somebody their places stay, and nobody knows when that ends. Called on the queue's loop.
 */
public interface PlaceMemory {

    /** As much as there is. */
    PlaceMemory UNBOUNDED = new PlaceMemory() {
        @Override
        public void take(long bytes) {}

        @Override
        public void giveBack(long bytes) {}

        @Override
        public boolean hasRoom(long headBytes) {
            return true;
        }
    };

    /** Places take so many bytes more. */
    void take(long bytes);

    /** They take so many bytes less. */
    void giveBack(long bytes);

    /**
     * Whether the queue may read more messages. If not it gets the command {@code ReadOn} when others have given something back.
     *
     * @param headBytes what the messages in its head take that are in memory
     */
    boolean hasRoom(long headBytes);
}
