package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.Expectation.Entry;
import dev.leveret.store.Expectation.Operation;
import dev.leveret.store.Expectation.QueueState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A writer of which the expectation knows what it hands over, and in what order. */
final class RecordedWriter {

    /** Less than what makes a writer flush by itself. */
    private static final long BYTES_MAX = 900 << 10;

    private static final int OPERATION_BYTES = 100;

    private record Noted(Operation operation, DurableUnit unit) {}

    private final StoreWriter writer;
    private final Expectation expectation;
    private final List<Noted> unflushed = new ArrayList<>();
    private long bytes;

    /** How many messages were stored. */
    private int appendCount;

    RecordedWriter(StoreWriter writer, Expectation expectation) {
        this.writer = writer;
        this.expectation = expectation;
    }

    void define(Definition definition, DurableUnit unit) {
        note(new Operation.Define(definition), unit, OPERATION_BYTES);
        writer.define(definition, unit);
    }

    /** @param queues by id, those that may be among the definitions */
    void undefineAll(List<Definition> definitions, Map<Long, QueueState> queues, DurableUnit unit) {
        note(new Operation.Undefine(definitions, queues), unit, OPERATION_BYTES);
        writer.undefineAll(definitions, unit);
    }

    void skip(DurableUnit unit) {
        note(new Operation.Skip(), unit, OPERATION_BYTES);
        writer.skip(unit);
    }

    QueueStore queue(QueueState state) {
        return new RecordedQueue(writer.queue(state.id()), state);
    }

    int appendCount() {
        return appendCount;
    }

    void flush() {
        tellExpectation();
        writer.flush();
    }

    private void note(Operation operation, DurableUnit unit, long size) {
        if (bytes + size > BYTES_MAX) {
            flush();
        }
        unflushed.add(new Noted(operation, unit));
        bytes += size;
        if (bytes > BYTES_MAX) {
            tellExpectation(); // Order: the writer is about to flush by itself.
        }
    }

    private void tellExpectation() {
        unflushed.forEach(noted -> expectation.handedOver(noted.operation, noted.unit));
        unflushed.clear();
        bytes = 0;
    }

    private final class RecordedQueue implements QueueStore {
        private final QueueStore store;
        private final QueueState state;

        RecordedQueue(QueueStore store, QueueState state) {
            this.store = store;
            this.state = state;
        }

        @Override
        public StoredMessage append(long position, Message message, DurableUnit unit) {
            Entry entry = new Entry(state, position, StoreModel.name(message.body()));
            appendCount++;
            note(new Operation.Append(entry), unit, message.size());
            entry.handle = store.append(position, message, unit);
            if (bytes == 0) {
                writer.flush(); // Order: the expectation knows of it already.
            }
            return entry;
        }

        @Override
        public StoredMessage prepare(long position, Message key) {
            Entry entry = new Entry(state, position, StoreModel.name(key.body()));
            entry.handle = store.prepare(position, key);
            return entry;
        }

        @Override
        public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
            Entry entry = new Entry(state, position, StoreModel.name(message.body()));
            Entry record = (Entry) key.key();
            appendCount++;
            note(new Operation.AppendBoth(entry, record, key.original()), unit, message.size());
            KeyPart part = new KeyPart(record == null ? null : record.handle, key.original());
            entry.handle = store.append(position, message, part, unit);
            if (bytes == 0) {
                writer.flush(); // Order: the expectation knows of it already.
            }
            return entry;
        }

        @Override
        public void skipAfter(Original original, DurableUnit unit) {
            note(new Operation.SkipAfter(original), unit, OPERATION_BYTES);
            store.skipAfter(original, unit);
        }

        private void removed(Entry entry) {
            state.removedUpTo = Math.max(state.removedUpTo, entry.position);
        }

        @Override
        public void remove(StoredMessage message, DurableUnit unit) {
            Entry entry = (Entry) message;
            removed(entry);
            note(new Operation.Remove(entry), unit, OPERATION_BYTES);
            store.remove(entry.handle, unit);
        }

        @Override
        public void removeReturned(StoredMessage message, long position, DurableUnit unit) {
            Entry entry = (Entry) message;
            removed(entry);
            note(new Operation.RemoveReturned(entry, new ReturnCount(state.id(), position, 0)), unit, 2 * OPERATION_BYTES);
            store.removeReturned(entry.handle, position, unit);
        }

        @Override
        public void skip(DurableUnit unit) {
            RecordedWriter.this.skip(unit);
        }

        @Override
        public void purged(List<StoredMessage> messages) {
            for (StoredMessage message : messages) {
                removed((Entry) message);
                note(new Operation.Remove((Entry) message), null, OPERATION_BYTES);
            }
            store.purged(messages.stream().map(message -> ((Entry) message).handle).toList());
        }

        @Override
        public void purgedPages(long first, long last, int count) {
            note(new Operation.PurgePages(state, first, last), null, OPERATION_BYTES);
            store.purgedPages(first, last, count);
        }

        @Override
        public void reserve(long position, DurableUnit unit) {
            note(new Operation.Skip(), unit, OPERATION_BYTES);
            store.reserve(position, unit);
        }

        @Override
        public void returned(long position, int returns) {
            ReturnCount count = new ReturnCount(state.id(), position, returns);
            note(new Operation.Returned(count), null, OPERATION_BYTES);
            store.returned(position, returns);
        }

        @Override
        public void deleteQueue() {
            deleteQueue(List.of());
        }

        @Override
        public void deleteQueue(Collection<Long> returned) {
            var counts = returned.stream().map(position -> new ReturnCount(state.id(), position, 0)).toList();
            note(new Operation.Drop(state, counts), null, OPERATION_BYTES * (1L + counts.size()));
            store.deleteQueue(returned);
        }
    }
}
