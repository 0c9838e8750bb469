package dev.leveret.store;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.GenerationFile;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.h2.Rebatching;
import dev.leveret.store.journal.ClosedSegment;
import dev.leveret.store.journal.SegmentStock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The checkpoint thread: brings into the H2 store what the writer hands over, and tidies up once that is proven. The
 * writer goes on with its rounds meanwhile.
 */
final class Checkpoints {

    private final Disk disk;
    private final StoreSettings settings;
    private final SegmentStock stock;
    private final Mailbox mailbox;
    private final CheckpointStep.Listener steps;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Checkpoints::newThread);
    private final GenerationInUse inUse;
    private final Reopening reopening;
    private final Map<Long, QueueLog> logs;
    private final Runnable applied;
    private final ProvenFileWanted wanted = new ProvenFileWanted();
    private List<CompletableFuture<ProvenFile>> served = List.of(); // by the last checkpoint that was begun
    private Proof proof; // of the last checkpoint that was made
    private boolean pagesDiffer = true; // from the generation, since a start or a reopening
    private Generation old; // replaced by the one above, which is not proven yet

    /** @param applied is run each time that a checkpoint has been brought into the H2 store */
    Checkpoints(
            BrokerStore.Parts parts, GenerationInUse inUse, CheckpointStep.Listener steps, Runnable applied) {
        this.disk = parts.disk();
        this.settings = parts.settings();
        this.stock = parts.stock();
        this.mailbox = parts.mailbox();
        this.steps = steps;
        this.inUse = inUse;
        this.applied = applied;
        this.logs = parts.logs();
        this.reopening = new Reopening(parts, inUse);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "leveret-checkpoint");
        thread.setDaemon(true);
        return thread;
    }

    private interface Task {
        void run() throws IOException;
    }

    private void submit(Task task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (IOException | RuntimeException | Error e) {
                mailbox.put(new Handover.CheckpointFailed(e)); // H2 reports errors of its file at run time.
            }
        });
    }

    /** Makes a segment ahead of the time when the writer needs it. */
    void prepare() {
        submit(stock::prepare);
    }

    /** Makes a checkpoint; the writer hears of the end through its mailbox. */
    void make(CheckpointWork work) {
        List<CompletableFuture<ProvenFile>> waiting = wanted.soFar();
        submit(() -> {
            served = waiting;
            steps.reached(CheckpointStep.BEGUN);
            if (proof != null) {
                GenerationFile.checkLength(disk, proof); // Or what somebody has cut off would be a hole, and proven.
            }
            GenerationUpdate.run(inUse.get(), work, settings.batchBytes());
            inUse.applied(work.interval());
            if (pagesDiffer) {
                logs.values().forEach(log -> log.pagesAtStart = PagesAtStart.NONE);
                pagesDiffer = false;
            }
            steps.reached(CheckpointStep.COMMITTED);
            applied.run();
            mailbox.put(new Handover.CheckpointApplied());
            if (inUse.get().isMostlyDead(settings.deadBytesMin())) {
                old = inUse.get();
                inUse.replaceBy(Rebatching.rewrite(disk, old, work.pending(), settings.batchBytes()));
                steps.reached(CheckpointStep.REWRITTEN);
            }
            inUse.get().sync();
            steps.reached(CheckpointStep.SYNCED);
            proof = inUse.get().prove();
            mailbox.put(new Handover.CheckpointReady(proof));
        });
    }

    /**
     * After an error, brings the store back to its last durable round; the writer hears through its mailbox whether that went
     * well. It has stopped to write, and nothing of the checkpoints that were made since the last proof counts.
     *
     * @param isProofInDoubt whether the writer does not know if a proof behind that round was written
     */
    void reopen(long lastDurable, boolean isProofInDoubt) {
        thread.execute(() -> {
            try {
                closeOld();
                proof = null;
                pagesDiffer = true;
                mailbox.put(new Handover.Reopened(reopening.run(lastDurable, isProofInDoubt)));
            } catch (IOException | RuntimeException | Error e) {
                mailbox.put(new Handover.ReopeningFailed(e));
            }
        });
    }

    private void closeOld() {
        if (old != null) {
            old.close();
            old = null;
        }
    }

    /** The proof is in the journal: gives up what only an older one would need. */
    void proven(List<ClosedSegment> released) {
        submit(() -> {
            steps.reached(CheckpointStep.PROVEN);
            wanted.proven(served, () -> new ProvenFile(GenerationFile.open(disk, proof), proof));
            if (old != null) {
                closeOld();
                GenerationFile.deleteOthers(disk, inUse.get().number());
            }
            stock.giveBack(released);
            stock.trim(sparesMax(released.size()));
            stock.prepare();
            steps.reached(CheckpointStep.CLEANED);
        });
    }

    /** What was needed in this interval is needed in the next, within reason. */
    private int sparesMax(int needed) {
        return (int) Math.min(needed, settings.checkpointBytes() / settings.segmentBytes()) + 1;
    }

    /** Asks for the store file as the next checkpoint will prove it, one that begins after this. For any thread. */
    CompletableFuture<ProvenFile> wantProvenFile() {
        return wanted.ask();
    }

    /** Nothing is going to be proven any more. For any thread. */
    void giveUp() {
        wanted.giveUp();
    }

    /** Lets the thread end when it has done what it was told. */
    void stop() {
        thread.shutdown();
    }

    /** Waits for the end, then closes the files. */
    void awaitEnd() {
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true; // Not now: an interrupt in the middle of a file operation closes the file.
            }
        }
        closeOld();
        inUse.close();
        giveUp();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
