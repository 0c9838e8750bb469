package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.util.Collection;
import java.util.List;

/** One queue's store, as its loop sees it. */
final class LoopQueueStore implements QueueStore {

    private final StoreWriter writer;
    private final QueueLog queue;

    LoopQueueStore(StoreWriter writer, QueueLog queue) {
        this.writer = writer;
        this.queue = queue;
    }

    LoopQueueStore through(StoreWriter other) {
        return new LoopQueueStore(other, queue);
    }

    @Override
    public StoredMessage append(long position, Message message, DurableUnit unit) {
        return writer.append(queue, position, message, unit);
    }

    @Override
    public StoredMessage prepare(long position, Message key) {
        return new StoredEntry(queue, position, key);
    }

    @Override
    public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
        return writer.append(queue, position, message, key, unit);
    }

    @Override
    public void skipAfter(Original original, DurableUnit unit) {
        writer.skipAfter(original, unit);
    }

    @Override
    public void remove(StoredMessage message, DurableUnit unit) {
        writer.remove((StoredEntry) message, unit);
    }

    @Override
    public void removeReturned(StoredMessage message, long position, DurableUnit unit) {
        writer.removeReturned((StoredEntry) message, new ReturnCount(queue.id, position, 0), unit);
    }

    @Override
    public void skip(DurableUnit unit) {
        writer.skip(unit);
    }

    @Override
    public void purged(List<StoredMessage> messages) {
        for (StoredMessage message : messages) {
            writer.remove((StoredEntry) message, null);
        }
    }

    @Override
    public void purgedPages(long first, long last, int count) {
        writer.purge(new QueuePurge(queue, first, last, count));
    }

    @Override
    public void reserve(long position, DurableUnit unit) {
        writer.mark(new QueueMark(queue, position), unit);
    }

    @Override
    public void returned(long position, int returns) {
        writer.returned(new ReturnCount(queue.id, position, returns));
    }

    @Override
    public void deleteQueue() {
        writer.drop(queue, List.of());
    }

    @Override
    public void deleteQueue(Collection<Long> returned) {
        writer.drop(queue, returned);
    }
}
