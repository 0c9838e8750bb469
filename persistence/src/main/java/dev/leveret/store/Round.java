package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.Handover.Batch;
import dev.leveret.store.record.OperationWriter;
import dev.leveret.store.record.PositionRanges;
import dev.leveret.store.record.RecordSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The round that is being gathered: what goes into the journal with one sync, and who hears of it. Used by the writer
 * thread alone, again and again.
 */
final class Round {

    private static final int DESTINATIONS_MAX = 0xffff;

    /** What a message takes in the heap for each queue that it goes to, but for the first. */
    private static final int DESTINATION_HEAP_BYTES = 88;

    private final Ledger ledger;
    private final HeldUnits held = new HeldUnits(this::accept, this::addUnit);
    private StoredEntry[] appends = new StoredEntry[256];
    private int appendCount;
    private DurableUnit[] units = new DurableUnit[256];
    private int unitCount;
    private long heapBytes;
    private final List<QueueLog> settledQueues = new ArrayList<>();
    private final List<QueueLog> droppedQueues = new ArrayList<>();
    private final List<DefinitionChange> definitions = new ArrayList<>();
    private final List<QueuePurge> purges = new ArrayList<>();
    private final List<QueueMark> marks = new ArrayList<>();
    private boolean down;

    /** It was due, and could not be written. */
    private boolean refused;

    Round(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Takes the operations of a batch; those of units with missing parts are held, and so is what can only follow these. */
    void take(Batch batch) {
        for (int i = 0; i < batch.count; i++) {
            DurableUnit unit = batch.units[i];
            byte kind = batch.kinds[i];
            Object item = batch.items[i];
            if (kind == Batch.FOLLOW) {
                held.follow((Original) item, unit);
            } else if (unit != null && unit.parts() > 1) {
                held.add(unit, kind, item);
            } else if (held.mayFollow(unit, kind, item)) {
                held.add(unit == null ? new DurableUnit(1, 0, DurableUnit.NOBODY) : unit, kind, item);
            } else {
                accept(kind, item);
                if (unit != null) {
                    addUnit(unit);
                }
            }
        }
    }

    private void append(KeyedAppend append) {
        if (append.entry() != null) {
            append(append.entry());
        }
        if (append.key() != null) {
            append(append.key());
        }
        if (append.original() != null) {
            held.release(append.original());
        }
    }

    private void accept(byte kind, Object item) {
        switch (kind) {
            case Batch.APPEND -> append((StoredEntry) item);
            case Batch.KEYED_APPEND -> append((KeyedAppend) item);
            case Batch.RELEASE -> held.release((Original) item);
            case Batch.REMOVE -> remove((StoredEntry) item);
            case Batch.REMOVE_RETURNED -> {
                ReturnedRemoval removal = (ReturnedRemoval) item;
                remove(removal.entry());
                define(removal.count());
            }
            case Batch.DEFINITIONS, Batch.RETURNED -> define((DefinitionChanges) item);
            case Batch.PURGE -> purge((QueuePurge) item);
            case Batch.MARK -> mark((QueueMark) item);
            case Batch.SKIP -> {}
            default -> throw new IllegalStateException("operation " + kind);
        }
    }

    private void accept(HeldParts whole) {
        whole.appendedByMessage().forEach(this::append);
        whole.removed().forEach(this::remove);
        whole.definitions().forEach(this::define);
        whole.marks().forEach(this::mark);
        whole.originals().forEach(held::release);
        addUnit(whole.unit);
    }

    private void append(StoredEntry entry) {
        if (entry.interval == StoredEntry.GONE || entry.queue.isDropped()) {
            return; // Settled, or its queue deleted, while its unit was held.
        }
        if (appendCount == appends.length) {
            appends = Arrays.copyOf(appends, 2 * appendCount);
        }
        appends[appendCount++] = entry;
    }

    private void remove(StoredEntry entry) {
        QueueLog queue = entry.queue;
        if (entry.interval == StoredEntry.GONE || queue.isDropped()) {
            return;
        }
        if (entry.isToCome()) {
            entry.interval = StoredEntry.GONE; // Never to be written.
            entry.message = null;
            return;
        }
        if (queue.settledInRound.isEmpty()) {
            settledQueues.add(queue);
        }
        queue.settledInRound.add(entry.position);
        if (down) {
            entry.interval = StoredEntry.GONE;
        } else {
            ledger.removed(entry);
        }
    }

    private void purge(QueuePurge purge) {
        if (!purge.queue().isDropped()) {
            purges.add(purge);
            if (!down) {
                ledger.purged(purge.queue(), purge.first(), purge.last());
            }
        }
    }

    private void mark(QueueMark mark) {
        if (!mark.queue().isDropped()) {
            marks.add(mark);
            if (!down) {
                ledger.marked(mark.queue(), mark.position());
            }
        }
    }

    private void define(DefinitionChanges changes) {
        definitions.addAll(changes.changes());
        changes.dropped().forEach(this::drop);
    }

    private void drop(QueueLog queue) {
        if (queue.isDropped()) {
            return;
        }
        droppedQueues.add(queue);
        queue.droppedInRound = true;
        queue.settledInRound.clear();
        if (!down) {
            ledger.dropped(queue);
        }
    }

    private void addUnit(DurableUnit unit) {
        if (unitCount == units.length) {
            units = Arrays.copyOf(units, 2 * unitCount);
        }
        units[unitCount++] = unit;
    }

    /** Leaves out what was settled before it was written; says whether anything is left to write. */
    boolean hasContent() {
        int alive = 0;
        for (int i = 0; i < appendCount; i++) {
            StoredEntry entry = appends[i];
            if (entry.interval == StoredEntry.NEW && !entry.queue.dropped) {
                appends[alive++] = entry;
            }
        }
        Arrays.fill(appends, alive, appendCount, null);
        appendCount = alive;
        return alive > 0
                || !settledQueues.isEmpty()
                || !droppedQueues.isEmpty()
                || !definitions.isEmpty()
                || !purges.isEmpty()
                || !marks.isEmpty();
    }

    /** Puts all operations. */
    void write(RecordSink out) throws IOException {
        for (DefinitionChange change : definitions) {
            if (change.definition() == null) {
                OperationWriter.undefine(out, change.key());
            } else {
                OperationWriter.define(out, change.definition());
            }
            ledger.defined(change);
        }
        for (QueueMark mark : marks) {
            OperationWriter.mark(out, mark.queue().id, mark.position());
        }
        // Order: before what this round brings, of which nothing is purged.
        for (QueuePurge purge : purges) {
            OperationWriter.purge(out, purge.queue().id, purge.first(), purge.last(), purge.count());
        }
        writeAppends(out);
        for (QueueLog queue : settledQueues) {
            if (!queue.settledInRound.isEmpty()) {
                OperationWriter.settle(out, queue.id, queue.settledInRound);
            }
        }
        for (QueueLog queue : droppedQueues) {
            OperationWriter.dropQueue(out, queue.id);
        }
    }

    private void writeAppends(RecordSink out) throws IOException {
        heapBytes = 0;
        int from = 0;
        while (from < appendCount) {
            Message message = appends[from].message;
            int to = from + 1;
            while (to < appendCount && appends[to].message == message && to - from < DESTINATIONS_MAX) {
                to++;
            }
            OperationWriter.enqueue(out, to - from);
            for (int i = from; i < to; i++) {
                OperationWriter.destination(out, appends[i].queue.id, appends[i].position);
                ledger.appended(appends[i]);
            }
            OperationWriter.message(out, message);
            heapBytes += message.size() + (to - from - 1L) * DESTINATION_HEAP_BYTES;
            from = to;
        }
    }

    /** What the messages take in the heap that were written. */
    long heapBytes() {
        return heapBytes;
    }

    /** By queue id: the positions, ascending, that are still to come since their units are held or this round is not written. */
    Map<Long, long[]> pendingPositions() {
        return held.pendingPositions(Arrays.asList(appends).subList(0, appendCount));
    }

    /** Adds the units that will never be complete. */
    void addHeldUnits() {
        held.drain(this::addUnit);
    }

    /** Takes queues that are gone out of a map by id, whose ids are never given again. */
    void forgetDropped(Map<Long, QueueLog> logs) {
        for (QueueLog queue : droppedQueues) {
            logs.remove(queue.id, queue);
        }
    }

    /** Reports all units, and starts again with an empty round. */
    void report(RoundListener listener, boolean durable) {
        try {
            if (unitCount > 0) {
                listener.roundDone(units, unitCount, durable);
            }
        } finally {
            clear();
        }
    }

    /**
     * Tells those who wait that the round could not be written. What it would have written stays: the queues have it, so the store
     * has to get it some time.
     */
    void reportFailed(RoundListener listener) {
        try {
            if (unitCount > 0) {
                listener.roundDone(units, unitCount, false);
            }
        } finally {
            clearUnits();
            refused = true;
        }
    }

    /**
     * The store will go on from the round before: nothing of this one counts as written. What it takes from now on is not noted in
     * the ledger, which gets to know what was durable, and nothing else: a checkpoint of that must not have what no journal says.
     */
    void goDown() {
        down = true;
        for (int i = 0; i < appendCount; i++) {
            StoredEntry entry = appends[i];
            if (entry.interval != StoredEntry.GONE) {
                entry.interval = StoredEntry.NEW;
                entry.previous = null; // Or what is settled from now on would hang on to what is written again.
                entry.next = null;
            }
        }
    }

    /** The ledger has been restarted from the round before: notes, again or at last, what this one takes away. */
    void noteAgain() {
        down = false;
        for (QueueLog queue : settledQueues) {
            PositionRanges settled = queue.settledInRound;
            for (int i = 0; i < settled.count(); i++) {
                ledger.removedFromStore(queue, settled.first(i), settled.last(i));
            }
        }
        purges.forEach(purge -> ledger.purged(purge.queue(), purge.first(), purge.last()));
        marks.forEach(mark -> ledger.marked(mark.queue(), mark.position()));
        droppedQueues.forEach(ledger::dropped);
    }

    private void clearUnits() {
        Arrays.fill(units, 0, unitCount, null);
        unitCount = 0;
    }

    private void clear() {
        clearUnits();
        refused = false;
        Arrays.fill(appends, 0, appendCount, null);
        appendCount = 0;
        definitions.clear();
        purges.clear();
        marks.clear();
        droppedQueues.forEach(queue -> queue.droppedInRound = false);
        droppedQueues.clear();
        settledQueues.forEach(queue -> queue.settledInRound.clear());
        settledQueues.clear();
    }

    /** Whether it is to be written at once: somebody waits, or would if he had not been refused. */
    boolean isWanted() {
        return unitCount > 0 || refused;
    }
}
