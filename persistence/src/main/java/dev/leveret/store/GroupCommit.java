package dev.leveret.store;

import dev.leveret.store.Handover.Batch;
import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.journal.Journal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: gathers what was handed over, writes it as one round with one sync, reports, and begins again at once if
 * anybody waits. It says when a checkpoint is due and puts its proof into the journal.
 *
 * <p>When the disk reports an error, this round's units fail; everything later waits until the store has been reopened at its
 * last durable round, and what the queues have by then is written. If the store cannot be trusted, all units fail for good.
 */
final class GroupCommit implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /**
     * How long acknowledgements, and messages that nobody wants confirmed, may wait for company, in nanoseconds. One that had a
     * sync of its own would double what a confirmed message costs.
     */
    private static final long LINGER_NANOS = 10_000_000;

    private final Mailbox mailbox;
    private final Ledger ledger;
    private final Round round;
    private final Checkpoints checkpoints;
    private final CheckpointDue due;
    private final Outage outage;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final RoundListener listener;
    private final AtomicLong pendingBytes;
    private final AtomicLong highestQueueId;
    private final AtomicBoolean checkpointWanted;
    private final Map<Long, QueueLog> logs;
    private final int roundBytesMax;

    private Journal journal;
    private long lastDurable; // round, while there is no journal to write to
    private boolean proofInDoubt; // the error came while one was written behind that
    private Batch backlog; // taken out of the mailbox but not in a round yet, oldest first
    private Batch backlogEnd;
    private long roundBytes;
    private long nanosAtFirstBatch;
    private boolean closing;
    private volatile boolean failed;

    GroupCommit(BrokerStore.Parts parts, Checkpoints checkpoints, CheckpointDue due) {
        this.mailbox = parts.mailbox();
        this.journal = parts.journal();
        this.ledger = parts.ledger();
        this.round = new Round(ledger);
        this.checkpoints = checkpoints;
        this.due = due;
        this.outage = new Outage(parts.settings().retryMillis());
        this.listener = parts.listener();
        this.pendingBytes = parts.pendingBytes();
        this.highestQueueId = parts.highestQueueId();
        this.checkpointWanted = parts.checkpointWanted();
        this.logs = parts.logs();
        this.roundBytesMax = parts.settings().roundBytesMax();
    }

    /** Completed with the reason, in one line, when the store can't be trusted any more. For any thread. */
    CompletableFuture<String> failure() {
        return failure;
    }

    /** Whether all units fail from now on. For any thread. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether there was an error, and it is not certain that all is well again. For any thread. */
    boolean isImpaired() {
        return failed || outage.isOn();
    }

    @Override
    public void run() {
        mailbox.readBy(Thread.currentThread());
        try {
            do {
                turnOrFail();
            } while (!isFinished());
            round.addHeldUnits();
            failRound();
            closeJournal();
        } finally {
            checkpoints.stop();
        }
    }

    private void closeJournal() {
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("the journal's last segment can't be closed: {}", e.toString());
        }
    }

    private void turnOrFail() {
        try {
            turn();
        } catch (IOException e) {
            goDown(e, false);
            refuseRound();
        } catch (RuntimeException | Error e) {
            // Whatever it was: nothing may be confirmed after it, and those who wait have to hear of it.
            fail(e);
            failRound();
        }
    }

    private void refuseRound() {
        try {
            round.reportFailed(listener);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void failRound() {
        try {
            finishRound(false);
        } catch (RuntimeException e) {
            LOG.error("the listener of the store's rounds has failed", e);
        }
    }

    private void turn() throws IOException {
        takeFromMailbox();
        if (outage.isDown() && !failed) {
            mend();
            return;
        }
        gather();
        // Order: asked once. Were it to become due later in this turn, what has been gathered would be in no round yet.
        boolean isCheckpointDue = !failed && due.isNow();
        boolean worked = isRoundDue(isCheckpointDue);
        if (worked) {
            finishRound(!failed && write());
        }
        if (isCheckpointDue) {
            makeCheckpoint();
        } else if (!worked && !isFinished()) {
            sleep();
        }
    }

    private void makeCheckpoint() {
        due.started();
        checkpointWanted.set(false);
        checkpoints.make(ledger.handOver(journal.lastSequence(), highestQueueId.get(), round.pendingPositions()));
    }

    /** Nothing can be written: has the store reopened, and waits for that. */
    private void mend() {
        long nanosToAttempt = outage.nanosToAttempt(System.nanoTime());
        if (due.isRunning() || outage.isAttempting()) {
            mailbox.await(Long.MAX_VALUE);
        } else if (closing && outage.hasAttemptFailed()) {
            giveUp();
        } else if (nanosToAttempt > 0) {
            mailbox.await(nanosToAttempt);
        } else {
            outage.attempt();
            checkpoints.reopen(lastDurable, proofInDoubt);
        }
    }

    private void goDown(Throwable cause, boolean isProofInDoubt) {
        if (!failed && !outage.isDown()) {
            lastDurable = journal.lastSequence();
            proofInDoubt = isProofInDoubt;
            closeJournal();
            checkpoints.giveUp();
            round.goDown();
            outage.begins(cause, System.nanoTime());
        }
    }

    /** Once for each attempt: who is refused may come back at once. */
    private void refuseWhatWaits() {
        while (backlog != null) {
            takeOldest();
        }
        refuseRound();
    }

    private void reopened(Journal again) {
        journal = again;
        outage.reopened();
        due.reopened();
        // Order: what was replayed makes an interval of its own. Handles that the queues have from before are older than the next.
        makeCheckpoint();
        round.noteAgain();
    }

    private void gather() {
        while (backlog != null && roundBytes < roundBytesMax && !due.isTooFarBehind()) {
            takeOldest();
        }
    }

    private void takeOldest() {
        Batch oldest = backlog;
        backlog = (Batch) oldest.older;
        oldest.older = null;
        if (roundBytes == 0) {
            nanosAtFirstBatch = System.nanoTime();
        }
        roundBytes += oldest.bytes;
        round.take(oldest);
    }

    /**
     * If somebody waits, at once; else in a while, since much of it may be settled by then and need no writing. At once too what was refused
     * before: it may be of units whose bytes have counted in earlier rounds, and the ledger has what it takes away.
     */
    private boolean isRoundDue(boolean isCheckpointDue) {
        if (round.isWanted()) {
            return true;
        }
        boolean isFull = roundBytes >= roundBytesMax || backlog != null;
        return roundBytes > 0 && (isFull || closing || failed || isCheckpointDue || lingerNanosLeft() <= 0);
    }

    private long lingerNanosLeft() {
        return nanosAtFirstBatch + LINGER_NANOS - System.nanoTime();
    }

    private void sleep() {
        if (roundBytes > 0) {
            mailbox.linger(Math.min(lingerNanosLeft(), due.nanosLeft()));
        } else {
            mailbox.await(failed ? Long.MAX_VALUE : due.nanosLeft());
        }
    }

    /** Batches are put behind the backlog, everything else is done at once. */
    private void takeFromMailbox() {
        Handover taken = mailbox.takeAll();
        while (taken != null) {
            Handover next = taken.older;
            taken.older = null;
            if (taken instanceof Batch batch) {
                addToBacklog(batch);
            } else {
                hear((Handover.News) taken);
            }
            taken = next;
        }
    }

    private void hear(Handover.News news) {
        switch (news) {
            case Handover.CheckpointApplied applied -> due.applied();
            case Handover.CheckpointReady ready -> proveOrFail(ready.proof);
            case Handover.CheckpointFailed failed -> checkpointFailed(failed.cause);
            case Handover.Reopened again -> reopened(again.journal);
            case Handover.ReopeningFailed failed -> reopeningFailed(failed.cause);
            case Handover.CheckpointWanted wanted -> due.want();
            case Handover.Closing end -> {
                closing = true;
                due.close(end.withCheckpoint);
            }
        }
    }

    private void addToBacklog(Batch batch) {
        if (backlog == null) {
            backlog = batch;
        } else {
            backlogEnd.older = batch;
        }
        backlogEnd = batch;
    }

    private boolean write() throws IOException {
        if (round.hasContent()) {
            long writtenBefore = journal.writtenBytes();
            round.write(journal.round());
            journal.finishRound();
            due.written(journal.writtenBytes() - writtenBefore, round.heapBytes());
        }
        return true;
    }

    private void finishRound(boolean durable) {
        pendingBytes.addAndGet(-roundBytes);
        roundBytes = 0;
        round.forgetDropped(logs);
        round.report(listener, durable);
    }

    /** An error must not get past here: what was handed over behind the proof would be forgotten, and nobody would hear. */
    private void proveOrFail(Proof proof) {
        due.finished();
        try {
            if (!failed && !outage.isDown()) {
                journal.writeProof(proof.toBytes());
                checkpoints.proven(journal.release(proof.sequence()));
                outage.proven(System.nanoTime());
            }
        } catch (IOException e) {
            goDown(e, true);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void checkpointFailed(Throwable cause) {
        due.finished();
        if (isOfTheDisk(cause)) {
            goDown(cause, false);
        } else {
            fail(cause);
        }
    }

    private void reopeningFailed(Throwable cause) {
        if (isOfTheDisk(cause)) {
            outage.attemptFailed(cause, System.nanoTime());
            if (outage.isLong()) {
                refuseWhatWaits();
            }
        } else {
            outage.reopened();
            fail(cause);
        }
    }

    /** Whether it may go by; else data are not what was written, or the store itself has a defect. */
    private static boolean isOfTheDisk(Throwable cause) {
        return cause instanceof IOException && !(cause instanceof DamagedException) || cause instanceof MVStoreException;
    }

    /** To be closed while the disk does not work is no reason not to trust what is there. */
    private void giveUp() {
        failed = true;
        LOG.warn("the store is closed before it could be written again: what has waited for that is not stored");
    }

    private void fail(Throwable cause) {
        if (!failed) {
            failed = true;
            checkpoints.giveUp();
            String reason = String.valueOf(cause).lines().findFirst().orElse("");
            LOG.error("the store has failed, nothing more is stored or confirmed: {}", reason);
            failure.complete(reason);
        }
    }

    private boolean isFinished() {
        if (!closing || backlog != null || due.isRunning()) {
            return false;
        }
        return failed || !outage.isDown() && !due.isWantedAtTheEnd();
    }
}
