package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.record.BatchBuilder;
import dev.leveret.store.record.BatchRecord;
import dev.leveret.store.record.IndexRecord;
import dev.leveret.store.record.PositionRanges;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * The messages in a generation: batches of one queue's messages that never overlap, and an index that says which of them
 * are settled. A batch is written once; when all of it is settled it goes. Used by one thread at a time.
 */
final class Batches {

    /** Greatest value in the map of batches, in bytes. */
    private static final int PIECE_SIZE_MAX = 512 << 10;

    private final MVMap<BatchKey, byte[]> pieces;
    private final MVMap<BatchKey, byte[]> index;
    private final ContentSum sum = new ContentSum();
    private long aliveBytes;
    private long putBytes;

    Batches(MVStore store) {
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

    /** Sums up what is alive from the index of a store that was just opened. */
    void count() throws IOException {
        for (Map.Entry<BatchKey, byte[]> entry : index.entrySet()) {
            aliveBytes += IndexRecord.read(entry.getValue(), entry.getKey().toString()).aliveBytes();
            sum.add(hash(entry.getKey()), entry.getValue());
        }
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

    /** All that was ever put, in bytes. */
    long putBytes() {
        return putBytes;
    }

    void put(long queueId, BatchBuilder batch) {
        byte[] bytes = batch.build();
        BatchKey key = new BatchKey(queueId, batch.first(), 0);
        for (int piece = 0; piece < pieceCount(bytes.length); piece++) {
            int from = piece * PIECE_SIZE_MAX;
            int to = Math.min(bytes.length, from + PIECE_SIZE_MAX);
            pieces.put(key.piece(piece), bytes.length == to - from ? bytes : Arrays.copyOfRange(bytes, from, to));
        }
        IndexRecord record = new IndexRecord(batch.last(), batch.count(), bytes.length, new PositionRanges());
        putIndex(key, record);
        aliveBytes += bytes.length;
        putBytes += bytes.length;
    }

    /** The first position in the newest batch of a queue, or -1 if it has none. */
    long newest(long queueId) {
        BatchKey key = index.lowerKey(BatchKey.beginOf(queueId + 1));
        return key != null && key.queueId() == queueId ? key.first() : -1;
    }

    /** Settles positions; those that are in no batch are passed over. Each batch is touched once. */
    void settle(long queueId, PositionRanges positions) throws IOException {
        PositionRanges sorted = positions.sorted();
        int range = 0;
        BatchKey key = sorted.isEmpty() ? null : batchFrom(queueId, sorted.first(0));
        while (key != null && key.queueId() == queueId && range < sorted.count()) {
            IndexRecord record = IndexRecord.read(index.get(key), key.toString());
            settleIn(key, record, sorted, range);
            while (range < sorted.count() && sorted.last(range) <= record.last()) {
                range++;
            }
            if (range < sorted.count()) {
                long next = Math.max(record.last() + 1, sorted.first(range));
                BatchKey there = batchFrom(queueId, next);
                key = there != null && there.compareTo(key) > 0 ? there : index.higherKey(key);
            }
        }
    }

    /** The batch that has a position, if there is one, or else one near it. */
    private BatchKey batchFrom(long queueId, long position) {
        BatchKey key = index.floorKey(new BatchKey(queueId, position, 0));
        return key != null && key.queueId() == queueId ? key : index.higherKey(BatchKey.beginOf(queueId));
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
        aliveBytes -= before.aliveBytes();
        if (after.alive() <= 0) {
            remove(key, after.size());
        } else {
            putIndex(key, after);
            aliveBytes += after.aliveBytes();
        }
    }

    private void remove(BatchKey key, int size) {
        for (int piece = 0; piece < pieceCount(size); piece++) {
            pieces.remove(key.piece(piece));
        }
        sum.remove(hash(key), index.remove(key));
    }

    /** Removes all messages of a queue. */
    void drop(long queueId) throws IOException {
        BatchKey key = index.higherKey(BatchKey.beginOf(queueId));
        while (key != null && key.queueId() == queueId) {
            IndexRecord record = IndexRecord.read(index.get(key), key.toString());
            aliveBytes -= record.aliveBytes();
            remove(key, record.size());
            key = index.higherKey(key);
        }
    }

    /** Hands all messages that are not settled to the visitor, by queue, in the order of their positions. */
    void read(BatchVisitor visitor) throws IOException {
        for (Map.Entry<BatchKey, byte[]> entry : index.entrySet()) {
            BatchKey key = entry.getKey();
            PositionRanges settled = IndexRecord.read(entry.getValue(), key.toString()).settled();
            BatchRecord.read(bytes(key, entry.getValue()), key.toString(), (position, message) -> {
                if (!settled.contains(position)) {
                    visitor.message(key.queueId(), position, message);
                }
            });
        }
    }

    private byte[] bytes(BatchKey key, byte[] indexEntry) throws IOException {
        int size = IndexRecord.read(indexEntry, key.toString()).size();
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
