package dev.leveret.queue;

import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import java.util.function.LongPredicate;

/** A key that a queue knows, and the message that brought it. */
final class KnownKey {

    /** What the objects around the bytes of a key weigh, in bytes: this one, the key, what the map keeps for it, and the original. */
    private static final int OVERHEAD_SIZE = 216;

    /** What its record weighs in the store's memory before it is in a checkpoint, and its handle after that. */
    private static final int RECORD_SIZE = 56;

    final DeduplicationKey key;
    final long expiresAtMillis;
    private int priority;
    private long position;
    private StoredMessage stored;
    private Original original;

    /** @param expiresAtMillis since 1970 */
    KnownKey(DeduplicationKey key, long expiresAtMillis) {
        this.key = key;
        this.expiresAtMillis = expiresAtMillis;
    }

    /** Where its message is. */
    void position(int priorityOfMessage, long positionOfMessage) {
        priority = priorityOfMessage;
        position = positionOfMessage;
    }

    /** Whether this message has brought it, and not one of the same key that came after that had left. */
    boolean isOf(Delivery delivery) {
        return delivery.position() == position && delivery.priority() == priority;
    }

    /** Whether its message is at one of these positions. */
    boolean isAt(int ofPriority, LongPredicate positions) {
        return priority == ofPriority && positions.test(position);
    }

    /** What those wait for that repeat the message; null if they do not have to. */
    Original original() {
        return original;
    }

    void original(Original awaited) {
        original = awaited;
    }

    /** The store's handle on its record; null if it has none. */
    StoredMessage stored() {
        return stored;
    }

    void stored(StoredMessage handle) {
        stored = handle;
    }

    /** What it counts in the memory for keys, in bytes. */
    long size() {
        return OVERHEAD_SIZE + RECORD_SIZE + key.size();
    }
}
