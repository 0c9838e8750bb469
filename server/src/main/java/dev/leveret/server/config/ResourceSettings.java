package dev.leveret.server.config;

/**
 * When publishers are held back.
 *
 * @param memory memory in use above which the alarm stands
 * @param diskFree free space on the data folder's disk below which the alarm stands
 * @param checkMillis how often both are looked at
 * @param loopBytesMax bytes on their way from one loop to another above which publishers are not read for a moment
 * @param storeBytesMax bytes given to the store and not yet on disk above which publishers are not read for a moment
 * @param queueBytesMax of ready messages in memory above which queues leave what is not next to the disk
 * @param unackedBytesMax of deliveries that a consumer without a prefetch limit may hold unacknowledged
 */
public record ResourceSettings(
        Watermark memory,
        Watermark diskFree,
        long checkMillis,
        long loopBytesMax,
        long storeBytesMax,
        long queueBytesMax,
        long unackedBytesMax) {

    /**
     * An amount given as a share of a total or as bytes.
     *
     * @param share of the total; not looked at if bytes are given
     * @param bytes the amount itself, or -1
     */
    public record Watermark(double share, long bytes) {

        /** The amount in bytes, for a total in bytes. */
        public long of(long total) {
            return bytes >= 0 ? bytes : (long) (share * total);
        }
    }
}
