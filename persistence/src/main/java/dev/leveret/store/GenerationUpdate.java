package dev.leveret.store;

import dev.leveret.store.h2.BatchLimits;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.record.BatchBuilder;
import dev.leveret.store.record.BatchRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Brings what one checkpoint has to say into the H2 store. Made anew for each: when an error ends one in its midst, nothing
 * of it is left for the next.
 */
final class GenerationUpdate {

    private static final long[] NONE = {};

    private final Generation generation;
    private final CheckpointWork work;
    private final int batchBytes;
    private final BatchBuilder batch;

    private GenerationUpdate(Generation generation, CheckpointWork work, int batchBytes) {
        this.generation = generation;
        this.work = work;
        this.batchBytes = batchBytes;
        this.batch = new BatchBuilder(batchBytes);
    }

    /** @param batchBytes size of a batch with more than one message, at most */
    static void run(Generation generation, CheckpointWork work, int batchBytes) throws IOException {
        new GenerationUpdate(generation, work, batchBytes).run();
    }

    private void run() throws IOException {
        for (DefinitionChange change : work.definitions()) {
            if (change.definition() == null) {
                generation.undefine(change.key());
            } else {
                generation.define(change.key(), change.definition());
            }
        }
        for (QueueChange queue : work.queues()) {
            apply(queue);
        }
        generation.complete(work.sequence(), work.highestQueueId());
    }

    private void apply(QueueChange queue) throws IOException {
        BatchLimits limits = new BatchLimits(
                batchBytes,
                work.pending().getOrDefault(queue.queueId(), NONE),
                generation.newestBatch(queue.queueId()));
        if (queue.dropped()) {
            generation.drop(queue.queueId());
            if (!queue.revived()) {
                return;
            }
        }
        generation.settle(queue.queueId(), queue.settled());
        for (int i = 0; i < queue.purged().count(); i++) {
            generation.purge(queue.queueId(), queue.purged().first(i), queue.purged().last(i));
        }
        if (queue.mark() != QueueLog.NO_MARK) {
            generation.mark(queue.queueId(), queue.mark());
        }
        generation.highestPosition(queue.queueId(), queue.highestPosition());
        append(queue, limits);
    }

    private void append(QueueChange queue, BatchLimits limits) throws IOException {
        StoredEntry next;
        for (StoredEntry entry = inOrder(queue.first()); entry != null; entry = next) {
            if (!batch.isEmpty() && limits.endBefore(batch, entry.position, BatchRecord.sizeOf(entry.message))) {
                appendBatch(queue, limits);
            }
            batch.add(entry.position, entry.message);
            next = entry.next;
            entry.message = null;
            entry.next = null; // Or each would keep all that came after it in memory.
            entry.previous = null;
        }
        if (!batch.isEmpty()) {
            appendBatch(queue, limits);
        }
    }

    private void appendBatch(QueueChange queue, BatchLimits limits) throws IOException {
        generation.append(queue.queueId(), batch, limits);
        batch.clear();
    }

    /** Units may become whole in another order than that in which their messages came to the queue. */
    private static StoredEntry inOrder(StoredEntry first) {
        StoredEntry entry = first;
        while (entry != null && entry.next != null && entry.position < entry.next.position) {
            entry = entry.next;
        }
        return entry == null || entry.next == null ? first : sorted(first);
    }

    private static StoredEntry sorted(StoredEntry first) {
        List<StoredEntry> entries = new ArrayList<>();
        for (StoredEntry entry = first; entry != null; entry = entry.next) {
            entries.add(entry);
        }
        entries.sort(Comparator.comparingLong(entry -> entry.position));
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).next = i + 1 < entries.size() ? entries.get(i + 1) : null;
        }
        return entries.getFirst();
    }
}
