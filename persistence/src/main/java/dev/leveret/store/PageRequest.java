package dev.leveret.store;

/**
 * Messages that a queue wants back.
 *
 * @param log null if nothing of the queue is stored
 */
record PageRequest(long queueId, QueueLog log, long first, long last, int bytes, PageAnswer answer) {}
