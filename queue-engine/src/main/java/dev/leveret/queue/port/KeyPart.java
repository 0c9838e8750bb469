package dev.leveret.queue.port;

import dev.leveret.amqp.key.Original;

/**
 * What is stored in the same breath as a message that has a deduplication key: both become durable, or neither does.
 *
 * @param key the record of the key, from {@link QueueStore#prepare} of the store that it is kept in; null: the message says it itself
 * @param original what those wait for that repeat the message; null if nobody has to
 */
public record KeyPart(StoredMessage key, Original original) {}
