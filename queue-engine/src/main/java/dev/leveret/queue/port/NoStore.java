package dev.leveret.queue.port;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import java.util.List;

/** Keeps nothing. */
final class NoStore implements QueueStore {

    @Override
    public StoredMessage append(long position, Message message, DurableUnit unit) {
        throw new IllegalStateException("a queue without a store has been asked to keep a message");
    }

    @Override
    public StoredMessage prepare(long position, Message key) {
        throw new IllegalStateException("a queue without a store has been asked to keep a key");
    }

    @Override
    public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
        return append(position, message, unit);
    }

    @Override
    public void skipAfter(Original original, DurableUnit unit) {
        skip(unit);
    }

    @Override
    public void remove(StoredMessage message, DurableUnit unit) {
        throw new IllegalStateException("a queue without a store has been asked to remove a message");
    }

    @Override
    public void skip(DurableUnit unit) {
        // Losing a part would leave somebody waiting for ever.
        throw new IllegalStateException("a durable unit has reached a queue without a store");
    }

    @Override
    public void purged(List<StoredMessage> messages) {}

    @Override
    public void purgedPages(long first, long last, int count) {
        throw new IllegalStateException("a queue without a store has been asked to remove stored messages");
    }

    @Override
    public void reserve(long position, DurableUnit unit) {
        throw new IllegalStateException("a queue without a store has nothing to note");
    }

    @Override
    public void returned(long position, int returns) {
        throw new IllegalStateException("a queue without a store has nothing to note");
    }

    @Override
    public void deleteQueue() {}
}
