package dev.leveret.queue.port;

/**
 * Messages of one priority that a start has found and not read.
 *
 * @param first no message has a lower position
 * @param last no message has a higher one
 * @param count how many they are; 0 if there are none, and then the others say nothing
 * @param arrivalMillis none of them has arrived earlier, in milliseconds since 1970
 * @param expiryMillis for none of them {@code expiration} ends earlier; {@link Long#MAX_VALUE} if they have none
 */
public record RecoveredRange(long first, long last, int count, long arrivalMillis, long expiryMillis) {

    /** No messages. */
    public static final RecoveredRange NONE = new RecoveredRange(0, -1, 0, 0, Long.MAX_VALUE);
}
