package dev.leveret.store;

/**
 * How the store works. The defaults are meant for real use; tests make everything smaller.
 *
 * @param roundBytesMax handed-over bytes that a round takes at most, but for what can't be divided
 * @param segmentBytes size of a journal segment, a multiple of 4,096
 * @param checkpointBytes of journal after which a checkpoint is made, or twice as much of messages in the heap
 * @param checkpointMillis after which a checkpoint is made if there was a round
 * @param batchBytes size of a batch of messages in the H2 store, but for bigger messages
 * @param deadBytesMin of a store file, besides as much as is alive, before it is replaced
 * @param retryMillis between two attempts to reopen the store after an error of the disk
 */
public record StoreSettings(
        int roundBytesMax,
        int segmentBytes,
        long checkpointBytes,
        long checkpointMillis,
        int batchBytes,
        long deadBytesMin,
        long retryMillis) {

    private static final int BLOCK_BYTES = 4096;
    private static final int MIB = 1 << 20;

    /** A checkpoint is made after so much of the heap has been written, as a divisor. */
    private static final int HEAP_PARTS = 16;

    private static final long CHECKPOINT_BYTES_MIN = 4L * MIB;
    private static final long CHECKPOINT_BYTES_MAX = 64L * MIB;
    private static final long SEGMENT_BYTES_MAX = 16L * MIB;
    private static final long ROUND_BYTES_MAX = 8L * MIB;

    public StoreSettings {
        if (segmentBytes % BLOCK_BYTES != 0 || segmentBytes < 4 * BLOCK_BYTES) {
            throw new IllegalArgumentException("a segment of " + segmentBytes + " bytes");
        }
    }

    /** For a heap that is not small. */
    public static StoreSettings defaults() {
        return forHeap(Long.MAX_VALUE);
    }

    /**
     * For a heap of so many bytes: what is in the journal and not yet in the H2 store is in the heap, and takes about twice as
     * much there.
     */
    public static StoreSettings forHeap(long maxHeapBytes) {
        long checkpointBytes = Math.clamp(maxHeapBytes / HEAP_PARTS, CHECKPOINT_BYTES_MIN, CHECKPOINT_BYTES_MAX);
        int segmentBytes = (int) Math.min(SEGMENT_BYTES_MAX, checkpointBytes) & -BLOCK_BYTES;
        int roundBytes = (int) Math.min(ROUND_BYTES_MAX, checkpointBytes / 2);
        return new StoreSettings(roundBytes, segmentBytes, checkpointBytes, 5_000, 64 << 10, 32L * MIB, 1_000);
    }
}
