package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Checkpoints are made after what waits for them takes in the journal, and in the heap. */
class CheckpointDueTest {

    private static final int MIB = 1 << 20;
    private static final StoreSettings SETTINGS =
            new StoreSettings(MIB, MIB, 16 * MIB, 1_000_000, 64 << 10, MIB, 5);

    private final CheckpointDue due = new CheckpointDue(SETTINGS, () -> 0, false);

    @Test
    void aCheckpointIsDueAfterSoMuchOfJournal() {
        due.written(16 * MIB - 1, 0);
        assertFalse(due.isNow());

        due.written(1, 0);
        assertTrue(due.isNow());
    }

    @Test
    void smallMessagesMakeOneDueByWhatTheyTakeInTheHeap() {
        due.written(4 * MIB, 32 * MIB - 1);
        assertFalse(due.isNow());

        due.written(1, 1);
        assertTrue(due.isNow());
    }

    @Test
    void roundsWaitForACheckpointWhenTwiceAsMuchHasBeenWrittenBesideIt() {
        due.written(16 * MIB, 0);
        due.started();

        due.written(32 * MIB - 1, 0);
        assertFalse(due.isTooFarBehind());
        due.written(1, 0);
        assertTrue(due.isTooFarBehind());

        due.finished();
        assertFalse(due.isTooFarBehind());
    }

    @Test
    void whatTheCheckpointUnderWayHasInTheHeapCountsUntilMemoryMayForgetIt() {
        // given a checkpoint with 40 MiB of messages
        due.written(MIB, 40 * MIB);
        due.started();

        // when 8 more have come
        due.written(MIB, 8 * MIB - 1);
        assertFalse(due.isTooFarBehind());
        due.written(1, 1);

        // then rounds wait until memory may forget those of the checkpoint, and the next one is not due yet
        assertTrue(due.isTooFarBehind());
        due.applied();
        assertFalse(due.isTooFarBehind());
        due.finished();
        assertFalse(due.isNow());
    }
}
