package dev.leveret.store;

import java.util.function.LongSupplier;

/** Says when a checkpoint is due. Used by the writer thread alone. */
final class CheckpointDue {

    /** So many times what a checkpoint is made after: rounds wait for a checkpoint that is so far behind. */
    private static final int BEHIND_MAX = 2;

    private final StoreSettings settings;
    private final LongSupplier nanoClock;
    private long bytesAtLast;
    private long nanosAtFirstChange;
    private boolean changed;
    private boolean running;
    private boolean wanted;
    private boolean closing;
    private boolean lastOne;

    /** @param changed whether there are rounds that no checkpoint reflects */
    CheckpointDue(StoreSettings settings, LongSupplier nanoClock, boolean changed) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        if (changed) {
            changed();
        }
    }

    /** There was a round. */
    void changed() {
        if (!changed) {
            changed = true;
            nanosAtFirstChange = nanoClock.getAsLong();
        }
    }

    /** Somebody wants one, whether or not it is time. */
    void want() {
        wanted = true;
    }

    /** The store is about to end, with a last checkpoint if there is anything to write, or without. */
    void close(boolean withCheckpoint) {
        closing = true;
        lastOne = withCheckpoint;
    }

    /** Whether the end has to wait for one. */
    boolean isWantedAtTheEnd() {
        return lastOne && changed;
    }

    boolean isNow(long writtenBytes) {
        if (running || !changed && !wanted) {
            return false;
        }
        if (closing) {
            return lastOne;
        }
        return wanted || writtenBytes - bytesAtLast >= settings.checkpointBytes() || nanosLeft() <= 0;
    }

    /** Whether so much was written beside the running checkpoint that it has to end first. */
    boolean isTooFarBehind(long writtenBytes) {
        return running && (writtenBytes - bytesAtLast) / BEHIND_MAX >= settings.checkpointBytes();
    }

    void started(long writtenBytes) {
        running = true;
        changed = false;
        wanted = false;
        bytesAtLast = writtenBytes;
    }

    void finished() {
        running = false;
    }

    /** The journal has begun anew, with rounds in it that no checkpoint reflects. */
    void reopened() {
        bytesAtLast = 0;
        changed();
    }

    boolean isRunning() {
        return running;
    }

    /** How long the writer may sleep. */
    long nanosLeft() {
        if (!changed || running) {
            return Long.MAX_VALUE;
        }
        return nanosAtFirstChange + settings.checkpointMillis() * 1_000_000 - nanoClock.getAsLong();
    }
}
