package dev.leveret.store;

import dev.leveret.store.record.PositionRanges;

/**
 * What has changed in a queue between two checkpoints.
 *
 * @param dropped whether all is gone; then there is nothing else
 * @param highestPosition that the queue has ever used
 * @param first of the messages that came and are still there, linked
 * @param settled of those that were in the H2 store before
 */
record QueueChange(
        long queueId,
        boolean dropped,
        long highestPosition,
        StoredEntry first,
        PositionRanges settled) {}
