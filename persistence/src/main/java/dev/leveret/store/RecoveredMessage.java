package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.StoredMessage;

/**
 * A message that was there at the start, and is in memory.
 *
 * @param position its place in the queue
 * @param handle to remove it by
 * @param redelivered whether it may have been delivered before
 */
public record RecoveredMessage(long position, Message message, StoredMessage handle, boolean redelivered) {}
