package dev.leveret.server.vhost;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.util.Collection;
import java.util.List;

/** A queue's way to the store, through the writer of whatever loop the queue is on. Owned by that loop. */
final class MovableStore implements QueueStore {

    private QueueStore current;

    MovableStore(QueueStore current) {
        this.current = current;
    }

    QueueStore current() {
        return current;
    }

    /** The queue goes to another loop, whose writer is used from now on. */
    void move(QueueStore next) {
        current = next;
    }

    @Override
    public StoredMessage append(long position, Message message, DurableUnit unit) {
        return current.append(position, message, unit);
    }

    @Override
    public StoredMessage prepare(long position, Message key) {
        return current.prepare(position, key);
    }

    @Override
    public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
        return current.append(position, message, key, unit);
    }

    @Override
    public void skipAfter(Original original, DurableUnit unit) {
        current.skipAfter(original, unit);
    }

    @Override
    public void remove(StoredMessage message, DurableUnit unit) {
        current.remove(message, unit);
    }

    @Override
    public void removeReturned(StoredMessage message, long position, DurableUnit unit) {
        current.removeReturned(message, position, unit);
    }

    @Override
    public void skip(DurableUnit unit) {
        current.skip(unit);
    }

    @Override
    public void purged(List<StoredMessage> messages) {
        current.purged(messages);
    }

    @Override
    public void purgedPages(long first, long last, int count) {
        current.purgedPages(first, last, count);
    }

    @Override
    public void reserve(long position, DurableUnit unit) {
        current.reserve(position, unit);
    }

    @Override
    public void returned(long position, int returns) {
        current.returned(position, returns);
    }

    @Override
    public void deleteQueue() {
        current.deleteQueue();
    }

    @Override
    public void deleteQueue(Collection<Long> returned) {
        current.deleteQueue(returned);
    }
}
