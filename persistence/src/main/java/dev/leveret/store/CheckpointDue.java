package dev.leveret.store;

import java.util.function.LongSupplier;

/** Says when a checkpoint is due. Used by the writer thread alone. */
final class CheckpointDue {

    /** A checkpoint is made after so many times as much of messages in the heap as of journal. */
    private static final int DUE_HEAP_TIMES = 2;

    /** So many times what a checkpoint is made after: rounds wait for a checkpoint that is so far behind. */
    private static final int BEHIND_MAX = 2;

    /** The same for messages in the heap, those of the checkpoint that is under way among them. */
    private static final int BEHIND_HEAP_TIMES = 3;

    private final StoreSettings settings;
    private final LongSupplier nanoClock;
    private long journalBytes; // since the last checkpoint began
    private long heapBytes; // of what has come since then
    private long heapBytesUnderWay; // of what is in the one that is running
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

    /**
     * There was a round.
     *
     * @param journalBytes that it took in the journal
     * @param heapBytes that its messages take until a checkpoint has brought them into the H2 store
     */
    void written(long journalBytes, long heapBytes) {
        this.journalBytes += journalBytes;
        this.heapBytes += heapBytes;
        changed();
    }

    private void changed() {
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

    boolean isNow() {
        if (running || !changed && !wanted) {
            return false;
        }
        if (closing) {
            return lastOne;
        }
        return wanted || isMuch() || nanosLeft() <= 0;
    }

    private boolean isMuch() {
        return journalBytes >= settings.checkpointBytes() || heapBytes / DUE_HEAP_TIMES >= settings.checkpointBytes();
    }

    /** Whether so much has come beside the running checkpoint that it has to end first. */
    boolean isTooFarBehind() {
        return running
                && (journalBytes / BEHIND_MAX >= settings.checkpointBytes()
                        || (heapBytes + heapBytesUnderWay) / BEHIND_HEAP_TIMES >= settings.checkpointBytes());
    }

    void started() {
        running = true;
        changed = false;
        wanted = false;
        journalBytes = 0;
        heapBytesUnderWay = heapBytes;
        heapBytes = 0;
    }

    /** The running one has brought its messages into the H2 store, and memory may forget them. */
    void applied() {
        heapBytesUnderWay = 0;
    }

    void finished() {
        running = false;
    }

    /** The journal has begun anew, with rounds in it that no checkpoint reflects. */
    void reopened() {
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
