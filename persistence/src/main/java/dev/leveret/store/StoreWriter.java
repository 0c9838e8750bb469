package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.store.Handover.Batch;
import dev.leveret.store.record.DefinitionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * An event loop's way into the store. It collects what the loop has to store in a turn; {@link #flush} hands that over.
 * Nothing here blocks.
 *
 * <p>Each call with a unit contributes one part to it. A null unit means that nobody waits. Operations of one writer take
 * effect in the order of the calls, but for those of a unit, which wait for its other parts.
 */
public final class StoreWriter {

    /** Handed over before the turn ends, in bytes: so no batch is much bigger. */
    private static final long BATCH_BYTES = 1 << 20;

    private static final int SMALLEST_CAPACITY = 16;
    private static final int GUESSED_CAPACITY_MAX = 4096;

    /** What a batch counts for an operation without a message, in bytes. */
    private static final int OPERATION_BYTES = 32;

    private final BrokerStore store;
    private Batch batch;
    private int lastCount;

    StoreWriter(BrokerStore store) {
        this.store = store;
    }

    /** The store of one durable queue, for use on this writer's loop. */
    public QueueStore queue(long queueId) {
        return new LoopQueueStore(this, store.log(queueId));
    }

    /**
     * The store of the same queue, for use on this writer's loop from now on. Of a queue that was deleted meanwhile it does
     * not make a new one.
     *
     * @param elsewhere what another writer of the same store gave for it
     */
    public QueueStore moved(QueueStore elsewhere) {
        return ((LoopQueueStore) elsewhere).through(this);
    }

    /**
     * Stores a definition, in place of the one with the same identity. Flush before anybody can publish to a new queue: what
     * is in a queue without a definition is forgotten at the next start.
     */
    public void define(Definition definition, DurableUnit unit) {
        byte[] bytes = DefinitionRecord.of(definition);
        DefinitionChange change = new DefinitionChange(DefinitionRecord.key(definition), bytes);
        QueueDefinition queue = definition instanceof QueueDefinition defined ? defined : null;
        add(Batch.DEFINITIONS, new DefinitionChanges(List.of(change), List.of(), queue), unit, bytes.length);
    }

    /** Forgets a definition; with a queue's, its messages go too. */
    public void undefine(Definition definition, DurableUnit unit) {
        undefineAll(List.of(definition), unit);
    }

    /** Forgets many definitions, as one part of the unit. A queue's bindings go with the queue, for example. */
    public void undefineAll(Collection<? extends Definition> definitions, DurableUnit unit) {
        List<DefinitionChange> changes = new ArrayList<>(definitions.size());
        List<QueueLog> dropped = new ArrayList<>();
        for (Definition definition : definitions) {
            changes.add(new DefinitionChange(DefinitionRecord.key(definition), null));
            if (definition instanceof QueueDefinition queue) {
                store.addLogs(queue, dropped);
            }
        }
        add(Batch.DEFINITIONS, new DefinitionChanges(changes, dropped), unit, (long) OPERATION_BYTES * changes.size());
    }

    /** Contributes a part to a unit that becomes durable with all definitions that were given before, or after them. */
    public void awaitDefinitions(DurableUnit unit) {
        add(Batch.DEFINITIONS, new DefinitionChanges(List.of(), List.of()), unit, 0);
    }

    /** Contributes a part to a unit for which there is nothing to store. */
    public void skip(DurableUnit unit) {
        add(Batch.SKIP, null, unit, 0);
    }

    /** Contributes a part to a unit that becomes durable with the one that this message is in, or after it. */
    public void skipAfter(Original original, DurableUnit unit) {
        add(Batch.FOLLOW, original, unit, 0);
    }

    /** Contributes a part without content to the unit that this message is in, so that others can be told to wait for it. */
    public void bind(Original original, DurableUnit unit) {
        add(Batch.KEYED_APPEND, new KeyedAppend(null, null, original), unit, 0);
    }

    /** Nothing of this message is stored: those that repeat it wait no longer. */
    public void release(Original original) {
        add(Batch.RELEASE, original, null, OPERATION_BYTES);
    }

    StoredEntry append(QueueLog queue, long position, Message message, KeyPart key, DurableUnit unit) {
        StoredEntry entry = new StoredEntry(queue, position, message);
        StoredEntry record = (StoredEntry) key.key();
        long bytes = message.size() + (record == null ? 0 : record.message.size());
        add(Batch.KEYED_APPEND, new KeyedAppend(entry, record, key.original()), unit, bytes);
        return entry;
    }

    StoredEntry append(QueueLog queue, long position, Message message, DurableUnit unit) {
        StoredEntry entry = new StoredEntry(queue, position, message);
        add(Batch.APPEND, entry, unit, message.size());
        return entry;
    }

    void remove(StoredEntry entry, DurableUnit unit) {
        add(Batch.REMOVE, entry, unit, OPERATION_BYTES);
    }

    void removeReturned(StoredEntry entry, ReturnCount count, DurableUnit unit) {
        var gone = new DefinitionChanges(List.of(new DefinitionChange(DefinitionRecord.key(count), null)), List.of());
        add(Batch.REMOVE_RETURNED, new ReturnedRemoval(entry, gone), unit, 2 * OPERATION_BYTES);
    }

    void purge(QueuePurge purge) {
        add(Batch.PURGE, purge, null, OPERATION_BYTES);
    }

    void mark(QueueMark mark, DurableUnit unit) {
        add(Batch.MARK, mark, unit, OPERATION_BYTES);
    }

    /** @param count 0: the message is gone */
    void returned(ReturnCount count) {
        byte[] bytes = count.returns() > 0 ? DefinitionRecord.of(count) : null;
        var change = new DefinitionChange(DefinitionRecord.key(count), bytes);
        add(Batch.RETURNED, new DefinitionChanges(List.of(change), List.of()), null, bytes == null ? OPERATION_BYTES : bytes.length);
    }

    /** @param returned positions of messages that have come back */
    void drop(QueueLog queue, Collection<Long> returned) {
        List<DefinitionChange> counts = new ArrayList<>(returned.size());
        for (long position : returned) {
            counts.add(new DefinitionChange(DefinitionRecord.key(new ReturnCount(queue.id, position, 0)), null));
        }
        add(Batch.DEFINITIONS, new DefinitionChanges(counts, List.of(queue)), null, OPERATION_BYTES * (1L + counts.size()));
    }

    private void add(byte kind, Object item, DurableUnit unit, long bytes) {
        Batch into = batch;
        if (into == null) {
            into = new Batch(Math.clamp(lastCount, SMALLEST_CAPACITY, GUESSED_CAPACITY_MAX));
            batch = into;
        }
        int index = into.count;
        if (index == into.kinds.length) {
            grow(into);
        }
        into.kinds[index] = kind;
        into.items[index] = item;
        into.units[index] = unit;
        into.urgent |= unit != null;
        into.count = index + 1;
        into.bytes += bytes;
        if (into.bytes >= BATCH_BYTES) {
            flush();
        }
    }

    private static void grow(Batch batch) {
        int capacity = 2 * batch.count;
        batch.kinds = Arrays.copyOf(batch.kinds, capacity);
        batch.items = Arrays.copyOf(batch.items, capacity);
        batch.units = Arrays.copyOf(batch.units, capacity);
    }

    /** Hands over what was collected. Takes the same time however much that is. */
    public void flush() {
        if (batch != null) {
            lastCount = batch.count;
            store.handOver(batch);
            batch = null;
        }
    }
}
