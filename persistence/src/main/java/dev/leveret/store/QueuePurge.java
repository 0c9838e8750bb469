package dev.leveret.store;

/**
 * Stored messages of a queue that are gone, though memory knows none of them.
 *
 * @param first lowest position
 * @param last highest position
 * @param count of messages; a position in between need not have one
 */
record QueuePurge(QueueLog queue, long first, long last, int count) {}
