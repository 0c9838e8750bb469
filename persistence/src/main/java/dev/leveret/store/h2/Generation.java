package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.record.BatchBuilder;
import dev.leveret.store.record.PositionRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * One MVStore file and what is in it. Changes are collected and become proven together with {@link #prove}; whatever is
 * not proven is cut off at the next start. Used by one thread at a time, but for {@link #load}, which another may call
 * beside it.
 *
 * <p>The file only grows. An {@link org.h2.mvstore.MVStoreException} means that it can't be used any further.
 */
public final class Generation implements AutoCloseable {

    /** Takes what a generation contains. */
    public interface Visitor {
        /** A definition as it was put. */
        void definition(byte[] definition) throws IOException;

        /** A queue's highest position that was ever used. */
        void queue(long queueId, long highestPosition) throws IOException;

        /** Up to which position messages of a queue may have been delivered; only for queues of which this was noted. */
        void marked(long queueId, long position) throws IOException;

        /** The messages of a queue; only for queues that have any. */
        void messages(StoredRange messages) throws IOException;
    }

    /**
     * What changed pages take in memory when a commit is made. H2 uses its buffer for that again if it has no more than 4 MiB, and pages
     * take less in there.
     */
    private static final int COMMIT_BYTES = 2 << 20;

    private static final int CACHE_MIB = 4;

    /**
     * Size of a page at which it is split. With many queues a checkpoint changes a page of batches and one of the index for each of
     * them, and what it changes it writes as a whole.
     */
    static final int PAGE_BYTES = 4 << 10;

    private static final long FORMAT = 1;

    private static final String FORMAT_KEY = "format";
    private static final String SEQUENCE_KEY = "sequence";
    private static final String QUEUE_ID_KEY = "queueId";
    private static final String INDEX_SUM_KEY = "indexSum";
    private static final String DEFINITIONS_SUM_KEY = "definitionsSum";
    private static final String QUEUES_SUM_KEY = "queuesSum";
    private static final String MARKS_SUM_KEY = "marksSum";
    private static final String STATE_SUM_KEY = "stateSum";

    private final Disk disk;
    private final long number;
    private final MVStore store;
    private final MVMap<String, Long> state;
    private final Definitions definitions;
    private final QueuePositions queues;
    private final QueuePositions marks;
    private final Batches batches;
    private List<StoredRange> messagesAtStart = List.of(); // until they are read

    private Generation(Disk disk, long number, MVStore store) {
        this.disk = disk;
        this.number = number;
        this.store = store;
        // Order: before anything is written. Space that is used twice is what lost data, see the decision's table.
        store.setReuseSpace(false);
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        this.state = store.openMap(
                "state",
                new MVMap.Builder<String, Long>().keyType(StringDataType.INSTANCE).valueType(LongDataType.INSTANCE));
        this.definitions = new Definitions(store);
        this.queues = new QueuePositions(store, "queues");
        this.marks = new QueuePositions(store, "marks");
        this.batches = new Batches(store);
    }

    private static MVStore openStore(Disk disk, long number) {
        return new MVStore.Builder()
                .fileName(disk.path(GenerationFile.name(number)).toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .autoCompactFillRate(0)
                .cacheSize(CACHE_MIB)
                .pageSplitSize(PAGE_BYTES)
                .open();
    }

    /** Makes an empty one. A file of that number, left by a crash, is replaced. */
    public static Generation create(Disk disk, long number) throws IOException {
        if (disk.list().contains(GenerationFile.name(number))) {
            disk.delete(GenerationFile.name(number));
        }
        disk.create(GenerationFile.name(number)).close(); // H2 would make one that everybody can read
        Generation generation = new Generation(disk, number, openStore(disk, number));
        generation.state.put(FORMAT_KEY, FORMAT);
        return generation;
    }

    /** Opens one in exactly the state that is proven. */
    public static Generation open(Disk disk, Proof proof) throws IOException {
        GenerationFile.restore(disk, proof);
        return open(disk, proof, () -> openStore(disk, proof.generation()));
    }

    /** The same for reading alone: the file is left as it is, with all that has come after the proof. */
    public static Generation openUnchanged(Disk disk, Proof proof) throws IOException {
        GenerationFile.checkLength(disk, proof);
        Path file = disk.path(GenerationFile.name(proof.generation()));
        return open(disk, proof, () -> ProvenFileStore.open(file, proof, CACHE_MIB));
    }

    private static Generation open(Disk disk, Proof proof, Reading<MVStore> opening) throws IOException {
        MVStore store = reading(proof.generation(), opening);
        try {
            return reading(proof.generation(), () -> {
                Generation generation = new Generation(disk, proof.generation(), store);
                generation.check(proof);
                return generation;
            });
        } catch (IOException e) {
            store.closeImmediately();
            throw e;
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** H2's own words are about pages and chunks, and mean nothing to whoever has to do something. */
    private static DamagedException unreadable(long number, Throwable cause) {
        return new DamagedException(
                GenerationFile.name(number) + " is damaged: not all of it can be read; start on a backup", cause);
    }

    /**
     * H2 trusts its pages: when one is damaged, anything may be thrown while it is read. A length may be more than there is
     * memory, and a page may lead to itself.
     */
    private static <T> T reading(long number, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (DamagedException e) {
            String name = GenerationFile.name(number);
            throw e.getMessage().startsWith(name) ? e : new DamagedException(name + ": " + e.getMessage(), e);
        } catch (MVStoreException e) {
            if (e.getCause() instanceof IOException diskError) {
                throw diskError;
            }
            throw unreadable(number, e);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw unreadable(number, e);
        }
    }

    private void check(Proof proof) throws IOException {
        String name = GenerationFile.name(number);
        long format = state.getOrDefault(FORMAT_KEY, 0L);
        if (format > FORMAT) {
            throw new DamagedException(name + " has format " + format + ", written by a newer release; this one reads up to "
                    + FORMAT);
        }
        if (store.getCurrentVersion() != proof.version() || sequence() != proof.sequence()) {
            throw new DamagedException(name + " is in another state than the last checkpoint's: version "
                    + store.getCurrentVersion() + " at round " + sequence() + ", not version " + proof.version()
                    + " at round " + proof.sequence());
        }
        checkSum(STATE_SUM_KEY, stateSum());
        messagesAtStart = batches.count();
        checkSum(INDEX_SUM_KEY, batches.sum());
        definitions.count();
        checkSum(DEFINITIONS_SUM_KEY, definitions.sum());
        queues.count();
        checkSum(QUEUES_SUM_KEY, queues.sum());
        marks.count();
        checkSum(MARKS_SUM_KEY, marks.sum());
    }

    private void checkSum(String key, long found) throws DamagedException {
        if (state.getOrDefault(key, 0L) != found) {
            throw new DamagedException(GenerationFile.name(number) + " is damaged: the " + key + " of its entries does not fit");
        }
    }

    /** Over all numbers of the state, the other sums among them. */
    private long stateSum() {
        ContentSum sum = new ContentSum();
        for (Map.Entry<String, Long> entry : state.entrySet()) {
            if (!entry.getKey().equals(STATE_SUM_KEY)) {
                sum.add(entry.getKey().hashCode(), ByteBuffer.allocate(Long.BYTES).putLong(entry.getValue()).array());
            }
        }
        return sum.value();
    }

    /** Number of this generation; the first is 1. */
    public long number() {
        return number;
    }

    /** The last round that is in here, with all rounds before. */
    public long sequence() {
        return state.getOrDefault(SEQUENCE_KEY, 0L);
    }

    /** The highest queue id that was given. */
    public long highestQueueId() {
        return state.getOrDefault(QUEUE_ID_KEY, 0L);
    }

    /** Adds a definition or replaces the one with this key. */
    public void define(byte[] key, byte[] definition) {
        definitions.put(key, definition);
    }

    public void undefine(byte[] key) {
        definitions.remove(key);
    }

    /** Notes the highest position that a queue has ever used. */
    public void highestPosition(long queueId, long position) {
        queues.put(queueId, position);
    }

    /** Notes up to which position messages of a queue may be delivered. */
    public void mark(long queueId, long position) {
        marks.put(queueId, position);
    }

    /** The first position in the newest batch of a queue, or -1 if it has none. */
    public long newestBatch(long queueId) {
        return batches.newest(queueId);
    }

    /** Adds a batch, which overlaps none of that queue. */
    public void put(long queueId, BatchBuilder batch) {
        batches.put(queueId, batch);
        commitIfMuch();
    }

    /** Adds messages: as a batch, which overlaps none of that queue, or to the newest one if that is small. */
    public void append(long queueId, BatchBuilder batch, BatchLimits limits) throws IOException {
        if (!batches.extend(queueId, batch, limits)) {
            batches.put(queueId, batch);
        }
        commitIfMuch();
    }

    private void commitIfMuch() {
        if (store.getUnsavedMemory() >= COMMIT_BYTES) {
            commit();
        }
    }

    /** Settles messages of a queue. */
    public void settle(long queueId, PositionRanges positions) throws IOException {
        batches.settle(queueId, positions);
        commitIfMuch();
    }

    /** Settles all messages of a queue from first to last, whether or not there is one at every position. */
    public void purge(long queueId, long first, long last) throws IOException {
        batches.purge(queueId, first, last);
        commitIfMuch();
    }

    /** Removes a queue's messages. */
    public void drop(long queueId) throws IOException {
        batches.drop(queueId);
        queues.remove(queueId);
        marks.remove(queueId);
        commitIfMuch();
    }

    /**
     * Commits: everything up to this round is in here now.
     *
     * @param highestQueueId that was given
     */
    public void complete(long sequence, long highestQueueId) {
        state.put(SEQUENCE_KEY, sequence);
        state.put(QUEUE_ID_KEY, highestQueueId);
        state.put(INDEX_SUM_KEY, batches.sum());
        state.put(DEFINITIONS_SUM_KEY, definitions.sum());
        state.put(QUEUES_SUM_KEY, queues.sum());
        state.put(MARKS_SUM_KEY, marks.sum());
        state.put(STATE_SUM_KEY, stateSum());
        commit();
    }

    private void commit() {
        long before = store.getCurrentVersion();
        store.commit();
        if (store.getCurrentVersion() != before + 1) {
            throw new IllegalStateException("H2 has committed by itself: version " + store.getCurrentVersion()
                    + " after " + before);
        }
    }

    /** Makes what is committed durable. */
    public void sync() throws IOException {
        store.sync();
        disk.sync();
    }

    /** What is known of the file after {@link #complete} and {@link #sync}. */
    public Proof prove() throws IOException {
        return GenerationFile.prove(disk, number, store.getCurrentVersion(), sequence());
    }

    /** Whether so much of the file is dead that its remains should move to another. */
    public boolean isMostlyDead(long deadBytesMin) {
        return store.getFileStore().size() > 2 * batches.aliveBytes() + deadBytesMin;
    }

    /** Hands over everything that was in here and alive when this was opened, but for the messages themselves. Once. */
    public void read(Visitor visitor) throws IOException {
        reading(number, () -> {
            definitions.read(visitor);
            queues.read(visitor::queue);
            marks.read(visitor::marked);
            for (StoredRange messages : messagesAtStart) {
                visitor.messages(messages);
            }
            return null;
        });
        messagesAtStart = List.of();
    }

    /**
     * Hands over messages that are not settled until there are bytes enough. For any thread, while this
     * is not closed.
     *
     * @return up to which position all that are wanted were handed over
     */
    public long load(WantedPage wanted, BatchVisitor visitor) throws IOException {
        return reading(number, () -> batches.load(wanted, visitor));
    }

    /** Reads every batch, and compares it with the index; hands over the messages that are not settled. */
    public void verify(BatchVisitor visitor) throws IOException {
        reading(number, () -> {
            batches.verify(visitor);
            return null;
        });
    }

    /** Copies everything that is alive to another generation. */
    void copyTo(Generation other, Rebatching rebatching) throws IOException {
        definitions.copyTo(other.definitions);
        queues.copyTo(other.queues);
        marks.copyTo(other.marks);
        batches.read(rebatching);
        rebatching.finish();
        other.complete(sequence(), highestQueueId());
    }

    /** Whether H2 has given the file up, as it does after an error, or {@link #close} was called. For any thread. */
    public boolean isClosed() {
        return store.isClosed();
    }

    /** Closes the file without writing to it: what it would write is not proven. */
    @Override
    public void close() {
        store.closeImmediately();
    }
}
