package dev.leveret.store;

import dev.leveret.queue.port.RecoveredRange;
import java.util.List;
import java.util.Map;

/**
 * The messages of one priority in a durable queue that was there at the start.
 *
 * @param pages what is to be read with {@link BrokerStore#pages(long)}
 * @param newer the other messages, in the order of their positions, all of which are above those of the pages
 * @param nextPosition above all that was ever stored
 * @param mark messages up to this position may have been delivered before
 * @param returns how often messages have come back, by position, in a queue that counts that
 */
public record RecoveredLevel(
        int priority,
        RecoveredRange pages,
        List<RecoveredMessage> newer,
        long nextPosition,
        long mark,
        Map<Long, Integer> returns) {}
