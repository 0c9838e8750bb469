package dev.leveret.store;

import java.util.List;
import java.util.Map;

/**
 * What a checkpoint has to bring into the H2 store.
 *
 * @param sequence of the last round that it contains
 * @param interval that ends with it
 * @param pending by queue id: positions, ascending, that are still to come though greater ones are there; of all queues,
 *     changed or not
 */
record CheckpointWork(
        long sequence,
        int interval,
        long highestQueueId,
        List<DefinitionChange> definitions,
        List<QueueChange> queues,
        Map<Long, long[]> pending) {}
