package dev.leveret.store;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskReason;
import dev.leveret.store.disk.LocalDisk;
import dev.leveret.store.h2.Spill;
import dev.leveret.store.journal.Journal;
import dev.leveret.store.journal.SegmentStock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable side of a broker: definitions, and the persistent messages of durable queues. What a round has reported as
 * durable is there after any end of the process.
 *
 * <p>One store at a time has a data folder. Its methods are for any thread unless they say otherwise.
 */
public final class BrokerStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerStore.class);
    static final String LOCK_FILE = "lock";

    /** What the threads of a store share. */
    record Parts(
            Disk disk,
            StoreSettings settings,
            SegmentStock stock,
            Journal journal,
            Ledger ledger,
            Map<Long, QueueLog> logs,
            Mailbox mailbox,
            RoundListener listener,
            AtomicLong pendingBytes,
            AtomicLong highestQueueId,
            AtomicBoolean checkpointWanted) {}

    private final Parts parts;
    private final AutoCloseable lock;
    private final Checkpoints checkpoints;
    private final GroupCommit groupCommit;
    private final Pager pager;
    private final Thread writerThread;
    private final List<Runnable> checkpointListeners = new CopyOnWriteArrayList<>();
    private final AtomicLong lowestTransientId = new AtomicLong();
    private Recovered recovered;

    private BrokerStore(Parts parts, StoreOpening opening, AutoCloseable lock, CheckpointStep.Listener steps) {
        this.parts = parts;
        this.recovered = opening.recovered();
        this.lock = lock;
        GenerationInUse generation = new GenerationInUse(opening.generation());
        this.checkpoints = new Checkpoints(parts, generation, steps, this::checkpointApplied);
        this.pager = new Pager(generation, new Spill(parts.disk()), parts.settings().batchBytes());
        boolean isBehind = opening.recovered().roundsSinceCheckpoint() > 0;
        CheckpointDue due = new CheckpointDue(parts.settings(), System::nanoTime, isBehind);
        this.groupCommit = new GroupCommit(parts, checkpoints, due);
        this.writerThread = new Thread(groupCommit, "leveret-store");
        // A process that ends without close() must not hang: to the store that is a crash like any other.
        writerThread.setDaemon(true);
    }

    /**
     * Takes the folder, makes it if it is not there, and reads what is in it.
     *
     * @throws StoreException if another broker has the folder, or what is in it can't be trusted
     */
    public static BrokerStore open(Path folder, StoreSettings settings, RoundListener listener) throws StoreException {
        try {
            LocalDisk.makeFolder(folder);
        } catch (IOException e) {
            throw new StoreException("the data folder " + absolute(folder) + " can't be made: " + DiskReason.of(e), e);
        }
        return open(new LocalDisk(folder), folder, settings, listener, step -> {});
    }

    /** For messages: whoever reads them may not know what a relative path was relative to. */
    static Path absolute(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    static BrokerStore open(
            Disk disk, Path folder, StoreSettings settings, RoundListener listener, CheckpointStep.Listener steps)
            throws StoreException {
        AutoCloseable lock = null;
        try {
            lock = disk.tryLock(LOCK_FILE);
            if (lock == null) {
                throw new StoreException("the data folder " + absolute(folder) + " is in use by another broker");
            }
            BrokerStore store = open(disk, settings, listener, lock, steps);
            store.start();
            return store;
        } catch (IOException | MVStoreException e) {
            release(lock);
            throw new StoreException("the data in " + absolute(folder) + " can't be used: " + DiskReason.of(e), e);
        } catch (StoreException e) {
            release(lock);
            throw e;
        }
    }

    private static BrokerStore open(
            Disk disk, StoreSettings settings, RoundListener listener, AutoCloseable lock, CheckpointStep.Listener steps)
            throws IOException {
        Ledger ledger = new Ledger();
        SegmentStock stock = new SegmentStock(disk, settings.segmentBytes());
        StoreOpening opening = StoreOpening.open(disk, ledger);
        Journal journal;
        try {
            journal = goOn(disk, stock, settings, opening);
        } catch (IOException e) {
            opening.generation().close();
            throw e;
        }
        AtomicLong highestQueueId = new AtomicLong(opening.highestQueueId());
        Parts parts = new Parts(
                disk,
                settings,
                stock,
                journal,
                ledger,
                opening.logs(),
                new Mailbox(),
                listener,
                new AtomicLong(),
                highestQueueId,
                new AtomicBoolean());
        return new BrokerStore(parts, opening, lock, steps);
    }

    private static Journal goOn(Disk disk, SegmentStock stock, StoreSettings settings, StoreOpening opening)
            throws IOException {
        stock.adopt();
        Journal journal = new Journal(stock, settings.segmentBytes(), opening.journalEnd());
        if (opening.isNew()) {
            journal.writeProof(opening.generation().prove().toBytes());
            StoreFormat.write(disk);
        }
        return journal;
    }

    private void start() {
        writerThread.start();
        pager.start();
        checkpoints.prepare();
    }

    /**
     * What was there at the start. To be called once: the store does not keep it.
     *
     * @throws IllegalStateException if it was called before
     */
    public synchronized Recovered recovered() {
        if (recovered == null) {
            throw new IllegalStateException("what was recovered has been taken already");
        }
        Recovered taken = recovered;
        recovered = null;
        return taken;
    }

    /** A new way into the store, for one event loop. */
    public StoreWriter writer() {
        return new StoreWriter(this);
    }

    /** An id that no queue has ever had; greater than 0. */
    public long newQueueId() {
        return newQueueIds(1);
    }

    /** The first of so many ids in a row that no queue has ever had. */
    public long newQueueIds(int count) {
        return parts.highestQueueId().addAndGet(count) - count + 1;
    }

    /** The messages of a durable queue that are out of memory. */
    public PagedQueue pages(long queueId) {
        return new PagedQueue(pager, queueId, log(queueId));
    }

    /** The messages out of memory of another queue that is not durable. */
    public PagedQueue pages() {
        return new PagedQueue(pager, lowestTransientId.decrementAndGet(), null);
    }

    /** What was handed over and is still in memory alone, in bytes: not durable yet, or not spilled yet. */
    public long pendingBytes() {
        return parts.pendingBytes().get() + pager.waitingBytes();
    }

    /** Whether the store can't be trusted any more: every unit fails from then on. */
    public boolean hasFailed() {
        return groupCommit.hasFailed();
    }

    /** Completed with the reason, in one line, when that happens. */
    public CompletableFuture<String> failure() {
        return groupCommit.failure();
    }

    /** Whether there was an error, and it is not certain that all is well again. What is handed over meanwhile may have to wait. */
    public boolean isImpaired() {
        return groupCommit.isImpaired();
    }

    QueueLog log(long queueId) {
        return parts.logs().computeIfAbsent(queueId, QueueLog::new);
    }

    /** Adds the log of a queue, and those of its higher priorities that have had messages. */
    void addLogs(QueueDefinition queue, List<QueueLog> to) {
        to.add(log(queue.id()));
        for (long id = queue.id() + 1; id <= queue.lastId(); id++) {
            QueueLog log = parts.logs().get(id);
            if (log != null) {
                to.add(log);
            }
        }
    }

    void handOver(Handover.Batch batch) {
        long pending = parts.pendingBytes().addAndGet(batch.bytes);
        batch.urgent |= pending >= parts.settings().roundBytesMax() / 2;
        parts.mailbox().put(batch);
    }

    /**
     * Asks for a checkpoint, even if nothing has changed and none is due. Those who ask before one has begun get the same; one
     * that has begun is finished first.
     */
    public void wantCheckpoint() {
        if (!parts.checkpointWanted().get() && parts.checkpointWanted().compareAndSet(false, true)) {
            parts.mailbox().put(new Handover.CheckpointWanted());
        }
    }

    /**
     * Makes a backup: a folder that a broker can be started on, with all that was durable when this was called, at least. Writing
     * goes on meanwhile. Takes as long as copying the store file; not for an event loop.
     *
     * @param target empty, or not there yet
     * @param isStopping asked now and then; if it says so the backup is given up
     * @return its size in bytes
     * @throws StoreException if it can't be made; nothing of it is left then
     */
    public long backup(Path target, BooleanSupplier isStopping) throws StoreException {
        Path absolute = absolute(target);
        try (BackupTarget to = BackupTarget.take(absolute)) {
            try (ProvenFile proven = provenFile()) {
                return to.write(proven, parts.settings().segmentBytes(), isStopping);
            }
        } catch (IOException e) {
            throw new StoreException("the backup to " + absolute + " has failed: " + DiskReason.of(e), e);
        }
    }

    private ProvenFile provenFile() throws IOException {
        CompletableFuture<ProvenFile> answer = checkpoints.wantProvenFile();
        wantCheckpoint();
        if (isImpaired() || !writerThread.isAlive()) {
            checkpoints.giveUp(); // It may have ended before this was asked.
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /**
     * Adds somebody who is told each time that a checkpoint has brought messages into the H2 store, so that {@link
     * PagedQueue#holds} may have become true for some. Run on the checkpoint thread, which waits.
     */
    public void onCheckpoint(Runnable listener) {
        checkpointListeners.add(listener);
    }

    private void checkpointApplied() {
        for (Runnable listener : checkpointListeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a listener of the store's checkpoints has failed", e);
            }
        }
    }

    /** Writes what was handed over, makes a last checkpoint, and gives the folder back. Units that are not complete fail. */
    @Override
    public void close() {
        end(true);
    }

    /** Ends as a crash would: what is durable is there, and nothing is tidied up. */
    void halt() {
        end(false);
    }

    private void end(boolean withCheckpoint) {
        parts.mailbox().put(new Handover.Closing(withCheckpoint));
        boolean interrupted = false;
        while (writerThread.isAlive()) {
            try {
                writerThread.join();
            } catch (InterruptedException e) {
                interrupted = true; // Half closed is worse than late.
            }
        }
        pager.close();
        checkpoints.awaitEnd();
        release(lock);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void release(AutoCloseable lock) {
        if (lock == null) {
            return;
        }
        try {
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException("the lock of the data folder can't be given back", e);
        }
    }
}
