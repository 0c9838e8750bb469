package dev.leveret.queue.port;

/**
 * A store's handle on one message of one queue. The queue keeps it and gives it back when the message
 * is to be removed; it never looks inside.
 */
public interface StoredMessage {}
