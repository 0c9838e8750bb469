package dev.leveret.store;

import java.util.List;

/**
 * Definitions that change together.
 *
 * @param dropped queues that are gone with their definitions
 */
record DefinitionChanges(List<DefinitionChange> changes, List<QueueLog> dropped) {}
