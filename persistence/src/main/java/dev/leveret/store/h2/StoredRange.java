package dev.leveret.store.h2;

import dev.leveret.store.record.IndexRecord;

/**
 * Where the messages of one queue are, and how many.
 *
 * @param first position of the first batch
 * @param last position in the last one
 * @param count of messages that are not settled
 */
public record StoredRange(long queueId, long first, long last, long count) {

    /** With the next batch. */
    StoredRange and(IndexRecord batch) {
        return new StoredRange(queueId, first, batch.last(), count + batch.alive());
    }
}
