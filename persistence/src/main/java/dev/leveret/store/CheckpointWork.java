package dev.leveret.store;

import java.util.List;

/**
 * What a checkpoint has to bring into the H2 store.
 *
 * @param sequence of the last round that it contains
 */
record CheckpointWork(
        long sequence, long highestQueueId, List<DefinitionChange> definitions, List<QueueChange> queues) {}
