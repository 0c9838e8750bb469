package dev.leveret.store;

/**
 * A message that has come back is gone, and with it how often it has.
 *
 * @param count that is gone
 */
record ReturnedRemoval(StoredEntry entry, DefinitionChanges count) {}
