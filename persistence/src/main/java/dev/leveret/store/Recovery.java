package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.StoredRange;
import dev.leveret.store.record.DefinitionRecord;
import dev.leveret.store.record.OperationVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Puts together what was there: first what the H2 store has, of the messages only where and how many they are, then what the
 * journal says has happened since. The ledger comes to know the latter, just as if it had happened in this run.
 */
final class Recovery implements Generation.Visitor, OperationVisitor {

    private final Ledger ledger;
    private final LongFunction<QueueLog> logs;
    private final Map<ByteBuffer, Definition> definitions = new LinkedHashMap<>();
    private final Map<Long, RecoveredContent> queues = new HashMap<>();
    private long highestQueueId;

    /** Finds out what there is at a start. */
    Recovery(Ledger ledger) {
        this(ledger, QueueLog::new);
    }

    /** @param logs gives a queue's log by its id, one of which nothing is known yet */
    Recovery(Ledger ledger, LongFunction<QueueLog> logs) {
        this.ledger = ledger;
        this.logs = logs;
    }

    @Override
    public void definition(byte[] definition) throws IOException {
        Definition read = DefinitionRecord.read(definition);
        definitions.put(ByteBuffer.wrap(DefinitionRecord.key(read)), read);
        if (read instanceof QueueDefinition queue) {
            highestQueueId = Math.max(highestQueueId, queue.lastId());
        }
    }

    @Override
    public void queue(long queueId, long highestPosition) {
        content(queueId).log.used(highestPosition);
    }

    @Override
    public void messages(StoredRange messages) {
        content(messages.queueId()).inStore(messages);
    }

    @Override
    public void enqueued(long queueId, long position, Message message) {
        undropped(queueId).enqueued(position, message);
    }

    @Override
    public void settled(long queueId, long first, long last) throws IOException {
        RecoveredContent queue = content(queueId);
        if (!queue.log.dropped) {
            queue.settled(first, last);
        }
    }

    @Override
    public void purged(long queueId, long first, long last, int count) throws IOException {
        RecoveredContent queue = content(queueId);
        if (!queue.log.dropped) {
            queue.purged(first, last, count);
        }
    }

    /** Both the H2 store and, later, the journal say so. */
    @Override
    public void marked(long queueId, long position) {
        ledger.marked(undropped(queueId).log, position);
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
        content(queueId).dropped();
    }

    private RecoveredContent content(long queueId) {
        highestQueueId = Math.max(highestQueueId, queueId);
        return queues.computeIfAbsent(queueId, id -> new RecoveredContent(logs.apply(id), ledger));
    }

    /** A crash may have come between the loss of a queue's messages and that of its definition: then it lives on, empty. */
    private RecoveredContent undropped(long queueId) {
        RecoveredContent queue = content(queueId);
        if (queue.log.dropped) {
            queue.log.revive();
        }
        return queue;
    }

    /** The highest queue id that was found anywhere. */
    long highestQueueId() {
        return highestQueueId;
    }

    /** Beside a broker that goes on: what its queues have out of memory can be read again, wherever it is. */
    void goOn() {
        queues.keySet().forEach(queueId -> undropped(queueId).goOn());
    }

    /**
     * What is there now. Messages of queues that have no definition are dropped: the queue was deleted, or its declaration
     * never became durable.
     *
     * @param logs takes the queues' logs, by id
     * @param rounds how many have been replayed
     */
    Recovered finish(Map<Long, QueueLog> logs, long rounds) {
        Map<Long, Map<Long, Integer>> returns = returns();
        DefinitionsByKind found = new DefinitionsByKind(queue -> finish(queue, logs, returns));
        definitions.values().forEach(definition -> definition.accept(found));
        returns.forEach((queueId, counts) -> counts.keySet().forEach(position -> forgetReturns(queueId, position)));
        for (RecoveredContent orphan : queues.values()) {
            if (!orphan.log.dropped) {
                orphan.dropped();
            }
        }
        return found.recovered(rounds);
    }

    /** By queue and position. */
    private Map<Long, Map<Long, Integer>> returns() {
        Map<Long, Map<Long, Integer>> returns = new HashMap<>();
        for (Definition definition : definitions.values()) {
            if (definition instanceof ReturnCount count) {
                returns.computeIfAbsent(count.queueId(), id -> new HashMap<>()).put(count.position(), count.returns());
            }
        }
        return returns;
    }

    /** The queue is gone. */
    private void forgetReturns(long queueId, long position) {
        ledger.defined(new DefinitionChange(DefinitionRecord.key(new ReturnCount(queueId, position, 1)), null));
    }

    /** @param returns of all queues; those of this one are taken out */
    private RecoveredQueue finish(
            QueueDefinition queue, Map<Long, QueueLog> logs, Map<Long, Map<Long, Integer>> returns) {
        List<RecoveredLevel> levels = new ArrayList<>();
        for (int priority = 0; priority <= queue.priorityMax(); priority++) {
            long id = queue.id() + priority;
            if (priority == 0 || queues.containsKey(id)) {
                RecoveredContent content = undropped(id);
                queues.remove(id);
                logs.put(id, content.log);
                Map<Long, Integer> ofLevel = returns.remove(id);
                levels.add(content.finish(priority, ofLevel == null ? Map.of() : ofLevel));
            }
        }
        return new RecoveredQueue(queue, levels);
    }
}
