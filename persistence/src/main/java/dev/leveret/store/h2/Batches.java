package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.record.BatchBuilder;
import dev.leveret.store.record.BatchRecord;
import dev.leveret.store.record.IndexRecord;
import dev.leveret.store.record.PositionRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * The messages in a file: batches of one queue's messages that never overlap, and an index that says which of them
 * are settled. A batch is written once, unless it is small and the newest of its queue; when all of it is settled it goes.
 *
 * <p>Used by one thread at a time, but for {@link #load}, which any thread may call while another one changes things.
 */
final class Batches {

    /** Greatest value in the map of batches, in bytes. */
    private static final int PIECE_SIZE_MAX = 512 << 10;

    private final MVStore store;
    private final MVMap<BatchKey, byte[]> pieces;
    private final MVMap<BatchKey, byte[]> index;
    private final ContentSum sum = new ContentSum();

    /**
     * Held while an index entry changes together with its pieces, and while both are read. A commit does not hold it. Fair,
     * since a checkpoint takes it again at once, a thousand times.
     */
    private final ReentrantLock step = new ReentrantLock(true);

    private long aliveBytes;
    private long changedBytes;

    Batches(MVStore store) {
        this.store = store;
        this.pieces = open(store, "batches");
        this.index = open(store, "index");
    }

    private static MVMap<BatchKey, byte[]> open(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<BatchKey, byte[]>()
                        .keyType(new BatchKeyType())
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** What is alive, in bytes, estimated by the share of messages in each batch. */
    long aliveBytes() {
        return aliveBytes;
    }

    boolean isEmpty() {
        return index.isEmpty();
    }

    /**
     * Sums up what is alive from the index of a store that was just opened.
     *
     * @return where each queue's messages are and how many
     */
    List<StoredRange> count() throws IOException {
        List<StoredRange> ranges = new ArrayList<>();
        StoredRange range = null;
        for (Map.Entry<BatchKey, byte[]> entry : index.entrySet()) {
            BatchKey key = entry.getKey();
            IndexRecord record = IndexRecord.read(entry.getValue(), key.toString());
            aliveBytes += record.aliveBytes();
            sum.add(hash(key), entry.getValue());
            if (range != null && range.queueId() != key.queueId()) {
                ranges.add(range);
                range = null;
            }
            range = range == null
                    ? StoredRange.of(key, record)
                    : range.and(record);
        }
        if (range != null) {
            ranges.add(range);
        }
        return ranges;
    }

    /** A sum over the whole index. */
    long sum() {
        return sum.value();
    }

    private static long hash(BatchKey key) {
        return key.queueId() * 31 + key.first();
    }

    private void putIndex(BatchKey key, IndexRecord record) {
        byte[] bytes = record.toBytes();
        sum.remove(hash(key), index.put(key, bytes));
        sum.add(hash(key), bytes);
    }

    /** All that was ever put or removed, in bytes. */
    long changedBytes() {
        return changedBytes;
    }

    /**
     * Adds a batch.
     *
     * @throws IllegalStateException if one begins there already: it must not be lost without a word
     */
    void put(long queueId, BatchBuilder batch) {
        BatchKey key = new BatchKey(queueId, batch.first(), 0);
        if (index.containsKey(key)) {
            throw new IllegalStateException(key + " is there already");
        }
        byte[] bytes = batch.build();
        IndexRecord record = new IndexRecord(
                batch.last(),
                batch.count(),
                bytes.length,
                batch.arrivalMillis(),
                batch.expiryMillis(),
                new PositionRanges());
        put(key, bytes, record);
        aliveBytes += record.aliveBytes();
    }

    private void put(BatchKey key, byte[] bytes, IndexRecord record) {
        step.lock();
        try {
            for (int piece = 0; piece < pieceCount(bytes.length); piece++) {
                int from = piece * PIECE_SIZE_MAX;
                int to = Math.min(bytes.length, from + PIECE_SIZE_MAX);
                pieces.put(key.piece(piece), bytes.length == to - from ? bytes : Arrays.copyOfRange(bytes, from, to));
            }
            putIndex(key, record);
        } finally {
            step.unlock();
        }
        changedBytes += bytes.length;
    }

    /** Adds messages to the newest batch of their queue, in its place, if both are small and nothing can come between them. */
    boolean extend(long queueId, BatchBuilder batch, BatchLimits limits) throws IOException {
        BatchKey key = batch.size() < limits.extendedSizeMax() ? newestKey(queueId) : null;
        if (key == null) {
            return false;
        }
        IndexRecord before = record(key);
        if (!limits.mayExtend(before.last(), before.size(), batch)) {
            return false;
        }
        byte[] bytes = BatchRecord.joined(pieces.get(key), batch.build());
        if (bytes.length == 0) {
            return false; // What is damaged has to stay so, until somebody reads it.
        }
        IndexRecord after = before.and(bytes.length, batch);
        put(key, bytes, after);
        aliveBytes += after.aliveBytes() - before.aliveBytes();
        return true;
    }

    /** The first position in the newest batch of a queue, or -1 if it has none. */
    long newest(long queueId) {
        BatchKey key = newestKey(queueId);
        return key == null ? -1 : key.first();
    }

    private BatchKey newestKey(long queueId) {
        BatchKey key = index.lowerKey(BatchKey.beginOf(queueId + 1));
        return key != null && key.queueId() == queueId ? key : null;
    }

    /** Settles positions; those that are in no batch are passed over. Each batch is touched once. */
    void settle(long queueId, PositionRanges positions) throws IOException {
        PositionRanges sorted = positions.sorted();
        int range = 0;
        BatchKey key = sorted.isEmpty() ? null : batchFrom(queueId, sorted.first(0));
        while (key != null && range < sorted.count()) {
            IndexRecord record = record(key);
            settleIn(key, record, sorted, range);
            while (range < sorted.count() && sorted.last(range) <= record.last()) {
                range++;
            }
            if (range < sorted.count()) {
                long next = Math.max(record.last() + 1, sorted.first(range));
                BatchKey there = batchFrom(queueId, next);
                key = there != null && there.compareTo(key) > 0 ? there : after(key);
            }
        }
    }

    /** The batch that has a position, if there is one, or else one near it. */
    private BatchKey batchFrom(long queueId, long position) {
        BatchKey key = index.floorKey(new BatchKey(queueId, position, 0));
        return key != null && key.queueId() == queueId ? key : after(BatchKey.beginOf(queueId));
    }

    /** The next batch of the same queue, or null. */
    private BatchKey after(BatchKey key) {
        BatchKey next = index.higherKey(key);
        return next != null && next.queueId() == key.queueId() ? next : null;
    }

    private IndexRecord record(BatchKey key) throws IOException {
        return IndexRecord.read(index.get(key), key.toString());
    }

    private void settleIn(BatchKey key, IndexRecord before, PositionRanges sorted, int from) {
        PositionRanges more = new PositionRanges();
        for (int i = from; i < sorted.count() && sorted.first(i) <= before.last(); i++) {
            if (sorted.last(i) >= key.first()) {
                more.add(Math.max(sorted.first(i), key.first()), Math.min(sorted.last(i), before.last()));
            }
        }
        if (more.isEmpty()) {
            return;
        }
        IndexRecord after = before.with(more);
        if (after.alive() <= 0) {
            remove(key, before);
        } else {
            step.lock();
            try {
                putIndex(key, after);
            } finally {
                step.unlock();
            }
            aliveBytes += after.aliveBytes() - before.aliveBytes();
        }
    }

    private void remove(BatchKey key, IndexRecord record) {
        step.lock();
        try {
            for (int piece = 0; piece < pieceCount(record.size()); piece++) {
                pieces.remove(key.piece(piece));
            }
            sum.remove(hash(key), index.remove(key));
        } finally {
            step.unlock();
        }
        aliveBytes -= record.aliveBytes();
        changedBytes += record.size();
    }

    /** Settles all messages of a queue from first to last, whether or not there is one at every position. */
    void purge(long queueId, long first, long last) throws IOException {
        BatchKey key = batchFrom(queueId, first);
        while (key != null && key.first() <= last) {
            IndexRecord record = record(key);
            if (key.first() >= first && record.last() <= last) {
                remove(key, record);
            } else if (record.last() >= first) {
                PositionRanges there = new PositionRanges();
                BatchRecord.read(bytes(key, record.size()), key.toString(), (position, message) -> {
                    if (first <= position && position <= last) {
                        there.add(position);
                    }
                });
                settleIn(key, record, there, 0);
            }
            key = after(key);
        }
    }

    /** Removes all messages of a queue. */
    void drop(long queueId) throws IOException {
        for (BatchKey key = after(BatchKey.beginOf(queueId)); key != null; key = after(key)) {
            remove(key, record(key));
        }
    }

    /**
     * Hands over messages that are not settled until there are bytes enough.
     *
     * @return up to which position all that are wanted were handed over
     */
    long load(WantedPage wanted, BatchVisitor visitor) throws IOException {
        step.lock();
        // Or a commit beside this might give up what it no longer needs itself.
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            PageInProgress page = new PageInProgress(wanted, visitor);
            BatchKey key = batchFrom(wanted.queueId(), wanted.first());
            while (key != null && key.first() <= wanted.last() && !page.endsBeforeNextBatch()) {
                IndexRecord record = record(key);
                if (record.last() >= wanted.first()) {
                    visit(key, record, page);
                }
                key = after(key);
            }
            return page.upTo();
        } finally {
            store.deregisterVersionUsage(version);
            step.unlock();
        }
    }

    /** Hands all messages that are not settled to the visitor, by queue, in the order of their positions. */
    void read(BatchVisitor visitor) throws IOException {
        for (Map.Entry<BatchKey, byte[]> entry : index.entrySet()) {
            BatchKey key = entry.getKey();
            visit(key, IndexRecord.read(entry.getValue(), key.toString()), visitor);
        }
    }

    /** Reads every batch and compares it with its index entry; hands over the messages that are not settled. */
    void verify(BatchVisitor visitor) throws IOException {
        BatchKey before = null;
        long lastBefore = 0;
        long piecesWanted = 0;
        for (Map.Entry<BatchKey, byte[]> entry : index.entrySet()) {
            BatchKey key = entry.getKey();
            IndexRecord record = IndexRecord.read(entry.getValue(), key.toString());
            if (before != null && before.queueId() == key.queueId() && lastBefore >= key.first()) {
                throw new DamagedException(key + " overlaps the one before, which reaches up to " + lastBefore);
            }
            byte[] bytes = bytes(key, record.size());
            if (bytes.length != record.size()) {
                throw new DamagedException(key + " has " + bytes.length + " bytes, not " + record.size());
            }
            BatchCheck check = new BatchCheck(key, record, visitor);
            BatchRecord.read(bytes, key.toString(), check);
            check.finish();
            piecesWanted += pieceCount(record.size());
            before = key;
            lastBefore = record.last();
        }
        if (pieces.sizeAsLong() != piecesWanted) {
            throw new DamagedException("there are " + pieces.sizeAsLong() + " pieces of batches, but " + piecesWanted
                    + " by the index");
        }
    }

    private void visit(BatchKey key, IndexRecord record, BatchVisitor visitor) throws IOException {
        PositionRanges settled = record.settled();
        BatchRecord.read(bytes(key, record.size()), key.toString(), (position, message) -> {
            if (!settled.contains(position)) {
                visitor.message(key.queueId(), position, message);
            }
        });
    }

    private byte[] bytes(BatchKey key, int size) throws IOException {
        if (pieceCount(size) == 1) {
            return piece(key);
        }
        byte[] bytes = new byte[size];
        int done = 0;
        for (int number = 0; number < pieceCount(size); number++) {
            byte[] piece = piece(key.piece(number));
            System.arraycopy(piece, 0, bytes, done, piece.length);
            done += piece.length;
        }
        return bytes;
    }

    private byte[] piece(BatchKey key) throws IOException {
        byte[] piece = pieces.get(key);
        if (piece == null) {
            throw new DamagedException(key + " is missing");
        }
        return piece;
    }

    private static int pieceCount(int size) {
        return (size + PIECE_SIZE_MAX - 1) / PIECE_SIZE_MAX;
    }
}
