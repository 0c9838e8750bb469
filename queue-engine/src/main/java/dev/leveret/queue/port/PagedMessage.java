package dev.leveret.queue.port;

import dev.leveret.amqp.message.Message;

/**
 * A message on its way out of memory, or back into it.
 *
 * @param position its place in the queue for ever
 * @param stored the store's handle on it, or null if it is not stored
 */
public record PagedMessage(long position, Message message, StoredMessage stored) {}
