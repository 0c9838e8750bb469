package dev.leveret.store;

import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets the checkpoint thread do file operations only when it is told to, so that a seed decides how a checkpoint mixes with
 * rounds; and makes one operation the one in which the power fails. Before that some may meet an error; after the first of
 * these the checkpoint thread does as it likes, since the writer waits for it.
 */
final class Conductor implements Overseer, CheckpointStep.Listener {

    private static final String CHECKPOINT_THREAD = "leveret-checkpoint";
    private static final String STORE_FILE = "store-";
    private static final long PATIENCE_MILLIS = 200;

    private final long failingOperation;
    private final Verdict failure;
    private final Set<Long> errors = new HashSet<>();
    private final Set<Integer> storeWriteErrors = new HashSet<>();
    private int storeWrites;
    private boolean free;
    private boolean erred;
    private long granted;
    private boolean waiting;
    private boolean busy;
    private boolean checkpointing;

    /**
     * @param failingOperation its number on the disk
     * @param free whether the checkpoint thread does as it likes
     */
    Conductor(long failingOperation, Verdict failure, boolean free) {
        this.failingOperation = failingOperation;
        this.failure = failure;
        this.free = free;
    }

    /** An operation that does not work. To be called before the first one. */
    void errorAt(long operation) {
        errors.add(operation);
    }

    /** A write into a store file that does not work, the first is 1: most of these are in the midst of a checkpoint. Likewise. */
    void errorAtStoreWrite(int write) {
        storeWriteErrors.add(write);
    }

    /** Whether there was such an operation. */
    synchronized boolean hasErred() {
        return erred;
    }

    /** Lets everything run. */
    synchronized void release() {
        free = true;
        notifyAll();
    }

    /** The checkpoint thread is about to make a spare segment. */
    synchronized void expectPreparation() {
        busy = true;
    }

    /** A checkpoint is about to be asked for. */
    synchronized void expectCheckpoint() {
        busy = true;
        checkpointing = true;
    }

    synchronized boolean isCheckpointing() {
        return checkpointing;
    }

    /** Lets the checkpoint thread do so many operations, and waits until it rests. */
    synchronized void grant(int operations) throws InterruptedException {
        if (free) {
            return;
        }
        granted = operations;
        notifyAll();
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!free && busy && !(waiting && granted == 0) && System.currentTimeMillis() < end) {
            wait(PATIENCE_MILLIS);
        }
    }

    @Override
    public synchronized void arrived(Operation operation, String file) {
        if (!Thread.currentThread().getName().equals(CHECKPOINT_THREAD)) {
            return;
        }
        boolean interrupted = false;
        while (!free && granted == 0) {
            waiting = true;
            notifyAll();
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting = false;
        granted = Math.max(0, granted - 1);
        if (!checkpointing && operation == Operation.SYNC_FILE) {
            busy = false;
            notifyAll();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized Verdict verdict(long number, Operation operation, String file, boolean grows) {
        boolean isStoreWrite = operation == Operation.WRITE && file.startsWith(STORE_FILE);
        boolean isError = errors.contains(number) || isStoreWrite && storeWriteErrors.contains(++storeWrites);
        if (number != failingOperation && !isError) {
            return Verdict.DONE;
        }
        release();
        erred |= isError;
        return isError ? Verdict.FAILS : failure;
    }

    @Override
    public synchronized void reached(CheckpointStep step) {
        if (step == CheckpointStep.CLEANED) {
            checkpointing = false;
            busy = false;
            notifyAll();
        }
    }
}
