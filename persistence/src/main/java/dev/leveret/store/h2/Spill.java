package dev.leveret.store.h2;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.record.BatchBuilder;
import java.io.IOException;
import org.h2.mvstore.MVStore;

/**
 * Messages that are out of memory and need not survive: one MVStore file, never synced, whose space is used again. It exists
 * while there is something in it. Used by one thread.
 */
public final class Spill implements AutoCloseable {

    private static final String FILE = "spill.h2";

    /** Changed bytes at which a commit is made: what was not committed is in memory. */
    private static final int COMMIT_BYTES = 2 << 20;

    /** How much may move together after a commit, in bytes. */
    private static final int COMPACT_BYTES = 8 << 20;

    private static final int CACHE_MIB = 1;

    /** An empty file that is smaller stays, to be filled again. In bytes. */
    private static final long SMALL_BYTES = 8 << 20;

    /** Dead bytes, besides as many as are alive, that may be in the file before what is alive moves together. */
    private static final long DEAD_BYTES_MAX = 32 << 20;

    /** How full, in percent, a part of the file has to be to stay where it is then. */
    private static final int FILL_RATE_MIN = 60;

    private final Disk disk;
    private MVStore store; // null if there is no file
    private Batches batches;
    private long committedBytes;

    public Spill(Disk disk) {
        this.disk = disk;
    }

    /** Deletes what an earlier run has left. */
    public static void deleteLeftOver(Disk disk) throws IOException {
        if (disk.list().contains(FILE)) {
            disk.delete(FILE);
        }
    }

    private void open() throws IOException {
        disk.create(FILE).close(); // H2 would make one that everybody can read
        store = new MVStore.Builder()
                .fileName(disk.path(FILE).toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .autoCompactFillRate(0)
                .cacheSize(CACHE_MIB)
                .open();
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        batches = new Batches(store);
        committedBytes = 0;
    }

    /** Whether there are messages of a queue in it. */
    public boolean has(long queueId) {
        return isOpen() && batches.newest(queueId) >= 0;
    }

    /** H2 closes a file by itself after an error. What was in it is lost then, and the next message makes a new one. */
    private boolean isOpen() {
        return store != null && !store.isClosed();
    }

    /** Adds a batch, which overlaps none of that queue. */
    public void put(long queueId, BatchBuilder batch) throws IOException {
        if (!isOpen()) {
            deleteLeftOver(disk);
            open();
        }
        batches.put(queueId, batch);
        tidy();
    }

    /** See {@link Generation#load}. What was handed over is still there afterwards. */
    public long load(WantedPage wanted, BatchVisitor visitor) throws IOException {
        return batches.load(wanted, visitor);
    }

    /** Removes the messages of a queue up to a position. */
    public void remove(long queueId, long upTo) throws IOException {
        batches.purge(queueId, 0, upTo);
        tidy();
    }

    /** Removes all messages of a queue. */
    public void forget(long queueId) throws IOException {
        if (isOpen()) {
            batches.drop(queueId);
            tidy();
        }
    }

    private void tidy() throws IOException {
        if (batches.isEmpty() && size() > SMALL_BYTES) {
            close();
        } else if (batches.changedBytes() - committedBytes >= COMMIT_BYTES) {
            committedBytes = batches.changedBytes();
            store.commit();
            if (size() > 2 * batches.aliveBytes() + DEAD_BYTES_MAX) {
                store.compact(FILL_RATE_MIN, COMPACT_BYTES);
            }
        }
    }

    private long size() {
        return store.getFileStore().size();
    }

    /** Deletes the file. */
    @Override
    public void close() throws IOException {
        if (store != null) {
            store.closeImmediately();
            store = null;
            batches = null;
            deleteLeftOver(disk);
        }
    }
}
