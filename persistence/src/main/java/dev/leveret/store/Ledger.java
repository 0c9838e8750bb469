package dev.leveret.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has changed since the last checkpoint. Used by the writer thread alone. */
final class Ledger {

    private final Map<ByteBuffer, DefinitionChange> definitions = new LinkedHashMap<>();
    private List<QueueLog> changedQueues = new ArrayList<>();
    private int interval = StoredEntry.IN_STORE + 1;

    /** Forgets everything, with what was in an interval that nobody will hand over. The queues' logs have to forget as well. */
    void restart() {
        definitions.clear();
        changedQueues = new ArrayList<>();
        interval++;
    }

    /** The interval that the next checkpoint ends. */
    int interval() {
        return interval;
    }

    /** An entry was written to the journal. */
    void appended(StoredEntry entry) {
        entry.interval = interval;
        entry.queue.append(entry);
        touch(entry.queue);
    }

    /** An entry that is in the journal or in the H2 store is settled. */
    void removed(StoredEntry entry) {
        if (entry.interval == interval) {
            entry.queue.unlink(entry);
        } else {
            entry.queue.settleInStore(entry.position, entry.position);
        }
        entry.interval = StoredEntry.GONE;
        touch(entry.queue);
    }

    /** Messages from one position to another, all of which are in the H2 store, are settled. */
    void removedFromStore(QueueLog queue, long first, long last) {
        queue.settleInStore(first, last);
        touch(queue);
    }

    /** All messages of a queue from one position to another that are in the journal or in the H2 store are gone. */
    void purged(QueueLog queue, long first, long last) {
        queue.purge(first, last);
        touch(queue);
    }

    /** A queue may deliver up to this position. */
    void marked(QueueLog queue, long position) {
        queue.mark(position);
        touch(queue);
    }

    /** A queue is gone, with its messages. */
    void dropped(QueueLog queue) {
        queue.drop();
        touch(queue);
    }

    void defined(DefinitionChange change) {
        definitions.put(ByteBuffer.wrap(change.key()), change);
    }

    private void touch(QueueLog queue) {
        if (queue.change()) {
            changedQueues.add(queue);
        }
    }

    /**
     * Hands over all changes; what comes from now on belongs to the next interval.
     *
     * @param pending positions by queue id that are still to come
     */
    CheckpointWork handOver(long sequence, long highestQueueId, Map<Long, long[]> pending) {
        List<QueueChange> queues = new ArrayList<>(changedQueues.size());
        for (QueueLog queue : changedQueues) {
            queues.add(queue.handOver());
        }
        changedQueues = new ArrayList<>();
        CheckpointWork work = new CheckpointWork(
                sequence, interval, highestQueueId, new ArrayList<>(definitions.values()), queues, pending);
        definitions.clear();
        interval++;
        return work;
    }
}
