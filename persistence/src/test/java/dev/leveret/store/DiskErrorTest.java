package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever file operation fails: the round's units fail, so do all later ones, and what was confirmed before is there. */
class DiskErrorTest {

    private static final int ROUNDS = 30;

    @TempDir
    Path folder;

    private final Semaphore checkpoint = new Semaphore(0);

    @Test
    void everyOperationOfTheDiskMayFail() throws Exception {
        int failAt = 1;
        int failures = 0;
        while (failsAt(failAt)) {
            failAt++;
            failures++;
        }
        assertTrue(failures > 80, "only " + failures + " operations failed");
    }

    /** @return whether there were so many operations */
    private boolean failsAt(int failAt) throws Exception {
        Path at = Files.createDirectories(folder.resolve("at" + failAt));
        AtomicInteger operations = new AtomicInteger();
        WatchedDisk disk = new WatchedDisk(at, (operation, file) -> {
            if (operations.incrementAndGet() == failAt) {
                throw new IOException("no luck with " + operation + " of " + file);
            }
            return operation != WatchedDisk.Operation.SYNC;
        });
        String[] expected = run(disk, at, failAt);
        try (TestStore store = TestStore.open(at)) {
            String found = StoreModel.describe(store.recovered());
            // A round that failed may be there as a whole: nobody was told that it is not.
            assertTrue(found.equals(expected[0]) || found.equals(expected[1]), () -> failAt + ":\n" + found);
        }
        return operations.get() >= failAt;
    }

    /** The state that was confirmed last, and the one that the round after it would have made. */
    private String[] run(WatchedDisk disk, Path at, int seed) throws Exception {
        TestStore store;
        try {
            store = TestStore.open(disk, at, TestStore.SMALL, step -> {
                if (step == CheckpointStep.CLEANED) {
                    checkpoint.release();
                }
            });
        } catch (StoreException e) {
            assertEquals(1, e.getMessage().lines().count());
            return new String[] {"", ""};
        }
        Workload workload = new Workload(seed, false);
        workload.on(store, store.recovered());
        String[] states = {workload.model.describe(), null};
        for (int round = 0; round < ROUNDS; round++) {
            boolean durable = workload.step();
            if (durable) {
                assertFalse(states[1] != null, "a round was confirmed after an error");
                states[0] = workload.model.describe();
            } else if (states[1] == null) {
                states[1] = workload.model.describe();
            }
            if (round == ROUNDS / 2) {
                makeCheckpoint(store);
            }
        }
        assertEquals(states[1] != null, store.store().hasFailed());
        states[1] = states[1] == null ? states[0] : states[1];
        store.halt();
        return states;
    }

    private void makeCheckpoint(TestStore store) {
        checkpoint.drainPermits();
        store.store().wantCheckpoint();
        while (!store.store().hasFailed() && !checkpoint.tryAcquire()) {
            Thread.onSpinWait();
        }
    }
}
