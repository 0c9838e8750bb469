package dev.leveret.store.h2;

/**
 * Where a batch, or a piece of one, is found.
 *
 * @param first position in the batch
 * @param piece of it; 0-based
 */
record BatchKey(long queueId, long first, int piece) implements Comparable<BatchKey> {

    /** Before all batches of a queue. */
    static BatchKey beginOf(long queueId) {
        return new BatchKey(queueId, Long.MIN_VALUE, 0);
    }

    BatchKey piece(int number) {
        return new BatchKey(queueId, first, number);
    }

    @Override
    public int compareTo(BatchKey other) {
        int order = Long.compare(queueId, other.queueId);
        if (order == 0) {
            order = Long.compare(first, other.first);
        }
        return order == 0 ? Integer.compare(piece, other.piece) : order;
    }

    @Override
    public String toString() {
        return "the batch at position " + first + " of queue " + queueId;
    }
}
