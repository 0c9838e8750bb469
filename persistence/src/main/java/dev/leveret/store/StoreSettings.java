package dev.leveret.store;

/**
 * How the store works. The defaults are meant for real use; tests make everything smaller.
 *
 * @param roundBytesMax handed-over bytes that a round takes at most, but for what can't be divided
 * @param segmentBytes size of a journal segment, a multiple of 4,096
 * @param checkpointBytes of journal after which a checkpoint is made
 * @param checkpointMillis after which a checkpoint is made if there was a round
 * @param batchBytes size of a batch of messages in the H2 store, but for bigger messages
 * @param deadBytesMin of a store file, besides as much as is alive, before it is replaced
 */
public record StoreSettings(
        int roundBytesMax,
        int segmentBytes,
        long checkpointBytes,
        long checkpointMillis,
        int batchBytes,
        long deadBytesMin) {

    private static final int BLOCK_BYTES = 4096;
    private static final int MIB = 1 << 20;

    public StoreSettings {
        if (segmentBytes % BLOCK_BYTES != 0 || segmentBytes < 4 * BLOCK_BYTES) {
            throw new IllegalArgumentException("a segment of " + segmentBytes + " bytes");
        }
    }

    public static StoreSettings defaults() {
        return new StoreSettings(8 * MIB, 16 * MIB, 64L * MIB, 5_000, 64 << 10, 32L * MIB);
    }
}
