package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.h2.StoredRange;
import dev.leveret.store.record.MessageRecord;
import dev.leveret.store.record.PositionRanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is known of one queue during a start. Of what is in the H2 store that is how much it is and where, but no message; of
 * what came after the last checkpoint it is the messages themselves.
 */
final class RecoveredContent {

    final QueueLog log;
    private final Ledger ledger;
    private final TreeMap<Long, StoredEntry> entries = new TreeMap<>();

    /** Positions that the journal settles in the H2 store; sorted only in the end. */
    private final PositionRanges gone = new PositionRanges();

    private long firstInStore;
    private long lastInStore;
    private long countInStore;
    private long arrivalMillis;
    private long expiryMillis;

    RecoveredContent(QueueLog log, Ledger ledger) {
        this.log = log;
        this.ledger = ledger;
    }

    /** The H2 store has these. */
    void inStore(StoredRange messages) {
        firstInStore = messages.first();
        lastInStore = messages.last();
        countInStore = messages.count();
        arrivalMillis = messages.arrivalMillis();
        expiryMillis = messages.expiryMillis();
    }

    void enqueued(long position, Message message) {
        StoredEntry entry = new StoredEntry(log, position, message);
        ledger.appended(entry);
        entries.put(position, entry);
    }

    /** Messages from first to last are settled; there is one at every position. */
    void settled(long first, long last) throws DamagedException {
        NavigableMap<Long, StoredEntry> settled = entries.subMap(first, true, last, true);
        long from = first;
        for (StoredEntry entry : settled.values()) {
            settledInStore(from, entry.position - 1);
            ledger.removed(entry);
            from = entry.position + 1;
        }
        settledInStore(from, last);
        settled.clear();
    }

    private void settledInStore(long first, long last) throws DamagedException {
        if (first <= last) {
            ledger.removedFromStore(log, first, last);
            goneInStore(first, last, last - first + 1);
        }
    }

    /** All messages from first to last are gone, so many of them. */
    void purged(long first, long last, int count) throws DamagedException {
        NavigableMap<Long, StoredEntry> purged = entries.subMap(first, true, last, true);
        ledger.purged(log, first, last);
        goneInStore(first, last, (long) count - purged.size());
        purged.clear();
    }

    private void goneInStore(long first, long last, long count) throws DamagedException {
        gone.add(first, last);
        countInStore -= count;
        if (countInStore < 0) {
            throw new DamagedException("the journal settles messages of queue " + log.id + " that are not there");
        }
    }

    void dropped() {
        ledger.dropped(log);
        entries.clear();
        countInStore = 0;
    }

    /** The queue is in use. It has forgotten what a checkpoint had applied that was not proven: all of the journal counts as late. */
    void goOn() {
        log.pagesAtStart = new PagesAtStart(gone.sorted(), messages(entries.values(), log.mark()));
    }

    /**
     * What is there now, as messages of this priority.
     *
     * @param returns how often some of them have come back, by position
     */
    RecoveredLevel finish(int priority, Map<Long, Integer> returns) {
        long mark = log.mark() == QueueLog.NO_MARK ? QueueStore.NOTHING_DELIVERED : log.mark();
        long nextPosition = log.highestPosition() + 1;
        if (countInStore == 0) {
            return new RecoveredLevel(
                    priority, RecoveredRange.NONE, messages(entries.values(), mark), nextPosition, mark, returns);
        }
        List<RecoveredMessage> late = messages(entries.headMap(lastInStore, true).values(), mark);
        log.pagesAtStart = new PagesAtStart(gone.sorted(), late);
        return new RecoveredLevel(
                priority,
                pages(late),
                messages(entries.tailMap(lastInStore, false).values(), mark),
                nextPosition,
                mark,
                returns);
    }

    private RecoveredRange pages(List<RecoveredMessage> late) {
        long first = firstInStore;
        long arrival = arrivalMillis;
        long expiry = expiryMillis;
        for (RecoveredMessage message : late) {
            first = Math.min(first, message.position());
            arrival = Math.min(arrival, message.message().arrivalMillis());
            expiry = Math.min(expiry, MessageRecord.expiryMillis(message.message()));
        }
        return new RecoveredRange(first, lastInStore, Math.toIntExact(countInStore + late.size()), arrival, expiry);
    }

    private static List<RecoveredMessage> messages(Collection<StoredEntry> entries, long mark) {
        List<RecoveredMessage> messages = new ArrayList<>(entries.size());
        for (StoredEntry entry : entries) {
            messages.add(new RecoveredMessage(entry.position, entry.message, entry, entry.position <= mark));
        }
        return messages;
    }
}
