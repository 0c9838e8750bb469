package dev.leveret.store.h2;

import dev.leveret.store.record.IndexRecord;

/**
 * Where the messages of one queue are, and how many.
 *
 * @param first position of the first batch
 * @param last position in the last one
 * @param count of messages that are not settled
 * @param arrivalMillis none of them has arrived earlier; since 1970
 * @param expiryMillis for none of them {@code expiration} ends earlier; {@link Long#MAX_VALUE} if they have none
 */
public record StoredRange(
        long queueId, long first, long last, long count, long arrivalMillis, long expiryMillis) {

    /** One batch. */
    static StoredRange of(BatchKey key, IndexRecord batch) {
        return new StoredRange(
                key.queueId(), key.first(), batch.last(), batch.alive(), batch.arrivalMillis(), batch.expiryMillis());
    }

    /** With the next batch. */
    StoredRange and(IndexRecord batch) {
        // Of all batches: of the first ones the journal may say that nothing is left.
        return new StoredRange(
                queueId,
                first,
                batch.last(),
                count + batch.alive(),
                Math.min(arrivalMillis, batch.arrivalMillis()),
                Math.min(expiryMillis, batch.expiryMillis()));
    }
}
