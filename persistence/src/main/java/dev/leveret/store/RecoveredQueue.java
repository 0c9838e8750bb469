package dev.leveret.store;

import java.util.List;

/**
 * A durable queue that was there at the start.
 *
 * @param pages what is to be read with {@link BrokerStore#pages(long)}
 * @param newer the other messages, in the order of their positions, all of which are above those of the pages
 * @param nextPosition above all that the queue has ever stored
 * @param mark messages up to this position may have been delivered before
 */
public record RecoveredQueue(
        QueueDefinition definition, PagedRange pages, List<RecoveredMessage> newer, long nextPosition, long mark) {}
