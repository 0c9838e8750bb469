package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.SimulatedDisk;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An error while a checkpoint's proof is written is noticed, and whoever waits behind it hears of its end. */
class FailedProofTest {

    private static final String JOURNAL = "journal-";

    private final CompletableFuture<Thread> checkpointHasBegun = new CompletableFuture<>();
    private final CompletableFuture<Void> checkpointMayGoOn = new CompletableFuture<>();
    private final CompletableFuture<Void> checkpointIsSynced = new CompletableFuture<>();
    private final CompletableFuture<Void> writerStands = new CompletableFuture<>();
    private final CompletableFuture<Void> writerMayGoOn = new CompletableFuture<>();

    /** Found by a simulated power cut: the end of the store was asked for behind a proof, and never came. */
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void whatWasHandedOverBehindAProofThatCannotBeWrittenIsWrittenAfterReopening() throws Exception {
        // given a checkpoint under way, and a writer that stands in the midst of a round until its proof is there
        SimulatedDisk disk = new SimulatedDisk();
        TestStore store = TestStore.open(disk, Path.of("simulated"), TestStore.SMALL, this::reached);
        store.store().wantCheckpoint();
        Thread checkpointThread = checkpointHasBegun.join();
        disk.overseer(new WriterStandsAndThenFails());
        CompletableFuture<Boolean> before = declare(store, 1);
        writerStands.join();
        checkpointMayGoOn.complete(null);
        checkpointIsSynced.join();
        while (checkpointThread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait(); // It hands over the proof, and then has nothing to do.
        }
        // when something is handed over behind the proof, and the proof can't be written
        CompletableFuture<Boolean> behind = declare(store, 2);
        writerMayGoOn.complete(null);
        // then both are durable, and the store comes to its end
        assertTrue(before.join());
        assertTrue(behind.join());
        store.close();
        assertFalse(store.store().isImpaired());
    }

    private void reached(CheckpointStep step) {
        if (step == CheckpointStep.BEGUN) {
            checkpointHasBegun.complete(Thread.currentThread());
            checkpointMayGoOn.join();
        } else if (step == CheckpointStep.SYNCED) {
            checkpointIsSynced.complete(null);
        }
    }

    private static CompletableFuture<Boolean> declare(TestStore store, long id) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        DurableUnit unit = new DurableUnit(1, 0, new DurableUnit.Completion() {
            @Override
            public void durable() {
                outcome.complete(true);
            }

            @Override
            public void failed() {
                outcome.complete(false);
            }
        });
        store.writer().define(TestStore.queue(id, "q" + id), unit);
        store.writer().flush();
        return outcome;
    }

    private final class WriterStandsAndThenFails implements Overseer {
        private int writes;

        @Override
        public void arrived(Operation operation, String file) {
            if (file.startsWith(JOURNAL)) {
                writerStands.complete(null);
                writerMayGoOn.join();
            }
        }

        @Override
        public Verdict verdict(long number, Operation operation, String file, boolean grows) {
            boolean isJournalWrite = operation == Operation.WRITE && file.startsWith(JOURNAL);
            return isJournalWrite && ++writes == 2 ? Verdict.FAILS : Verdict.DONE;
        }
    }
}
