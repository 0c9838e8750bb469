package dev.leveret.store;

import java.util.List;

/**
 * A durable queue that was there at the start.
 *
 * @param levels its messages by priority: the lowest one always, others if they have ever had a message
 */
public record RecoveredQueue(QueueDefinition definition, List<RecoveredLevel> levels) {

    /** The messages of the lowest priority: all that there are in a queue without priorities. */
    public RecoveredLevel lowest() {
        return levels.getFirst();
    }
}
