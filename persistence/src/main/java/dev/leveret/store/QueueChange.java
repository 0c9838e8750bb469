package dev.leveret.store;

import dev.leveret.store.record.PositionRanges;

/**
 * What has changed in a queue between two checkpoints.
 *
 * @param dropped whether all that was in the H2 store before is gone
 * @param revived whether the queue lives on after that; else there is nothing but the loss
 * @param highestPosition that the queue has ever used
 * @param mark up to where it may deliver; {@link QueueLog#NO_MARK} if that was never noted
 * @param first of the messages that came and are still there, linked
 * @param settled of those that were in the H2 store before
 * @param purged all of those that were in the H2 store before, whether or not there is one at every position
 */
record QueueChange(
        long queueId,
        boolean dropped,
        boolean revived,
        long highestPosition,
        long mark,
        StoredEntry first,
        PositionRanges settled,
        PositionRanges purged) {}
