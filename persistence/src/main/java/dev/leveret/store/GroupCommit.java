package dev.leveret.store;

import dev.leveret.store.Handover.Batch;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.journal.Journal;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: gathers what was handed over, writes it as one round with one sync, reports, and begins again at once if
 * anybody waits. It says when a checkpoint is due and puts its proof into the journal.
 *
 * <p>The first error ends it all: this round's units fail and so do all later ones.
 */
final class GroupCommit implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /**
     * How long acknowledgements, and messages that nobody wants confirmed, may wait for company, in nanoseconds. One that had a
     * sync of its own would double what a confirmed message costs.
     */
    private static final long LINGER_NANOS = 10_000_000;

    private final Mailbox mailbox;
    private final Journal journal;
    private final Ledger ledger;
    private final Round round;
    private final Checkpoints checkpoints;
    private final CheckpointDue due;
    private final RoundListener listener;
    private final AtomicLong pendingBytes;
    private final AtomicLong highestQueueId;
    private final AtomicBoolean checkpointWanted;
    private final Map<Long, QueueLog> logs;
    private final int roundBytesMax;

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
        this.listener = parts.listener();
        this.pendingBytes = parts.pendingBytes();
        this.highestQueueId = parts.highestQueueId();
        this.checkpointWanted = parts.checkpointWanted();
        this.logs = parts.logs();
        this.roundBytesMax = parts.settings().roundBytesMax();
    }

    /** Whether an error has ended it all. For any thread. */
    boolean hasFailed() {
        return failed;
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
            journal.close();
        } catch (IOException e) {
            LOG.warn("the journal's last segment can't be closed: {}", e.toString());
        } finally {
            checkpoints.stop();
        }
    }

    private void turnOrFail() {
        try {
            turn();
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it was: nothing may be confirmed after it, and those who wait have to hear of it.
            fail(e);
            failRound();
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
        gather();
        // Order: asked once. Were it to become due later in this turn, what has been gathered would be in no round yet.
        boolean isCheckpointDue = !failed && due.isNow(journal.writtenBytes());
        boolean worked = isRoundDue(isCheckpointDue);
        if (worked) {
            finishRound(!failed && write());
        }
        if (isCheckpointDue) {
            due.started(journal.writtenBytes());
            checkpointWanted.set(false);
            checkpoints.make(
                    ledger.handOver(journal.lastSequence(), highestQueueId.get(), round.pendingPositions()));
        } else if (!worked && !isFinished()) {
            sleep();
        }
    }

    private void gather() {
        takeFromMailbox();
        while (backlog != null && roundBytes < roundBytesMax && !due.isTooFarBehind(journal.writtenBytes())) {
            Batch oldest = backlog;
            backlog = (Batch) oldest.older;
            oldest.older = null;
            if (roundBytes == 0) {
                nanosAtFirstBatch = System.nanoTime();
            }
            roundBytes += oldest.bytes;
            round.take(oldest);
        }
    }

    /** If somebody waits, at once; else in a while, since much of it may be settled by then and need no writing. */
    private boolean isRoundDue(boolean isCheckpointDue) {
        if (round.hasUnits()) {
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
            switch (taken) {
                case Batch batch -> addToBacklog(batch);
                case Handover.CheckpointReady ready -> proveOrFail(ready.proof);
                case Handover.CheckpointFailed failure -> fail(failure.cause);
                case Handover.CheckpointWanted wanted -> due.want();
                case Handover.Closing end -> {
                    closing = true;
                    due.close(end.withCheckpoint);
                }
            }
            taken = next;
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
            round.write(journal.round());
            journal.finishRound();
            due.changed();
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
        try {
            prove(proof);
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void prove(Proof proof) throws IOException {
        if (!failed) {
            journal.writeProof(proof.toBytes());
            checkpoints.proven(journal.release(proof.sequence()));
        }
        due.finished();
    }

    private void fail(Throwable cause) {
        due.finished();
        if (!failed) {
            failed = true;
            checkpoints.giveUp();
            LOG.error("the store has failed, nothing more is stored or confirmed until a restart: {}", cause.toString());
        }
    }

    private boolean isFinished() {
        return closing && backlog == null && !due.isRunning() && (failed || !due.isWantedAtTheEnd());
    }
}
