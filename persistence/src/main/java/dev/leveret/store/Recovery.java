package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.record.DefinitionRecord;
import dev.leveret.store.record.OperationVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts together what was there: first what the H2 store has, then what the journal says has happened since. The ledger
 * comes to know the latter, just as if it had happened in this run.
 */
final class Recovery implements Generation.Visitor, OperationVisitor {

    private static final class QueueContent {
        final QueueLog log;
        final TreeMap<Long, StoredEntry> entries = new TreeMap<>();

        QueueContent(QueueLog log) {
            this.log = log;
        }
    }

    private final Ledger ledger;
    private final Map<ByteBuffer, Definition> definitions = new LinkedHashMap<>();
    private final Map<Long, QueueContent> queues = new HashMap<>();
    private long highestQueueId;

    Recovery(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void definition(byte[] definition) throws IOException {
        Definition read = DefinitionRecord.read(definition);
        definitions.put(ByteBuffer.wrap(DefinitionRecord.key(read)), read);
        if (read instanceof QueueDefinition queue) {
            highestQueueId = Math.max(highestQueueId, queue.id());
        }
    }

    @Override
    public void queue(long queueId, long highestPosition) {
        queues.put(queueId, new QueueContent(new QueueLog(queueId, highestPosition)));
    }

    @Override
    public void message(long queueId, long position, Message message) {
        QueueContent queue = content(queueId);
        StoredEntry entry = new StoredEntry(queue.log, position, message);
        entry.interval = StoredEntry.IN_STORE;
        queue.entries.put(position, entry);
    }

    @Override
    public void enqueued(long queueId, long position, Message message) {
        QueueContent queue = undropped(queueId);
        StoredEntry entry = new StoredEntry(queue.log, position, message);
        ledger.appended(entry);
        queue.entries.put(position, entry);
    }

    @Override
    public void settled(long queueId, long first, long last) {
        QueueContent queue = content(queueId);
        Map<Long, StoredEntry> settled = queue.entries.subMap(first, true, last, true);
        settled.values().forEach(ledger::removed);
        settled.clear();
    }

    @Override
    public void defined(byte[] definition) throws IOException {
        definition(definition);
        ledger.defined(new DefinitionChange(DefinitionRecord.key(DefinitionRecord.read(definition)), definition));
    }

    @Override
    public void undefined(byte[] key) {
        definitions.remove(ByteBuffer.wrap(key));
        ledger.defined(new DefinitionChange(key, null));
    }

    @Override
    public void dropped(long queueId) {
        QueueContent queue = content(queueId);
        ledger.dropped(queue.log);
        queue.entries.clear();
    }

    private QueueContent content(long queueId) {
        highestQueueId = Math.max(highestQueueId, queueId);
        return queues.computeIfAbsent(queueId, id -> new QueueContent(new QueueLog(id, -1)));
    }

    /** A crash may have come between the loss of a queue's messages and that of its definition: then it lives on, empty. */
    private QueueContent undropped(long queueId) {
        QueueContent queue = content(queueId);
        if (queue.log.dropped) {
            queue = new QueueContent(new QueueLog(queueId, queue.log.highestPosition()));
            queues.put(queueId, queue);
        }
        return queue;
    }

    /** The highest queue id that was found anywhere. */
    long highestQueueId() {
        return highestQueueId;
    }

    /**
     * What is there now. Messages of queues that have no definition are dropped: the queue was deleted, or its declaration
     * never became durable.
     *
     * @param logs takes the queues' logs, by id
     * @param rounds how many have been replayed
     */
    Recovered finish(Map<Long, QueueLog> logs, long rounds) {
        List<ExchangeDefinition> exchanges = new ArrayList<>();
        List<RecoveredQueue> recovered = new ArrayList<>();
        List<BindingDefinition> bindings = new ArrayList<>();
        for (Definition definition : definitions.values()) {
            switch (definition) {
                case ExchangeDefinition exchange -> exchanges.add(exchange);
                case QueueDefinition queue -> recovered.add(finish(queue, logs));
                case BindingDefinition binding -> bindings.add(binding);
            }
        }
        for (QueueContent orphan : queues.values()) {
            if (!orphan.log.dropped) {
                ledger.dropped(orphan.log);
            }
        }
        return new Recovered(exchanges, recovered, bindings, rounds);
    }

    private RecoveredQueue finish(QueueDefinition definition, Map<Long, QueueLog> logs) {
        QueueContent queue = undropped(definition.id());
        queues.remove(definition.id());
        logs.put(definition.id(), queue.log);
        List<RecoveredMessage> messages = new ArrayList<>(queue.entries.size());
        for (StoredEntry entry : queue.entries.values()) {
            messages.add(new RecoveredMessage(entry.position, entry.message, entry, true));
            if (entry.interval == StoredEntry.IN_STORE) {
                entry.message = null;
            }
        }
        return new RecoveredQueue(definition, messages, queue.log.highestPosition() + 1);
    }
}
