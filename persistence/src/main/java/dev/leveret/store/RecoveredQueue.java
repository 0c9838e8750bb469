package dev.leveret.store;

import java.util.List;

/**
 * A durable queue that was there at the start.
 *
 * @param messages in the order of their positions
 * @param nextPosition above all that the queue has ever stored
 */
public record RecoveredQueue(QueueDefinition definition, List<RecoveredMessage> messages, long nextPosition) {}
