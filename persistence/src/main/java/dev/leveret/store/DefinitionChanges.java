package dev.leveret.store;

import java.util.List;

/**
 * Definitions that change together.
 *
 * @param dropped queues of which all messages are gone; mostly with their definitions
 * @param queue the one that is defined; null if it is another definition, or there are several
 */
record DefinitionChanges(List<DefinitionChange> changes, List<QueueLog> dropped, QueueDefinition queue) {

    DefinitionChanges(List<DefinitionChange> changes, List<QueueLog> dropped) {
        this(changes, dropped, null);
    }

    /** Whether units that are held take something away from a queue that is dropped, and not for a second time. */
    boolean dropsWhatIsLeft() {
        for (QueueLog queue : dropped) {
            if (queue.leaving > 0 && !queue.isDropped()) {
                return true;
            }
        }
        return false;
    }
}
