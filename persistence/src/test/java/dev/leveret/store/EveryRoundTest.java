package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After any round the files hold exactly that round, whether or not the store is ever closed. */
class EveryRoundTest {

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);

    @Test
    void byteCopyOfTheFolderAfterARoundContainsExactlyThatRound() throws Exception {
        copyAfterEachRound(4711, 1_000);
    }

    @Tag("nightly")
    @Test
    void byteCopiesOfManyHistoriesContainExactlyTheirRounds() throws Exception {
        for (long seed : Nightly.seeds(1, 20)) {
            copyAfterEachRound(seed, 500);
        }
    }

    private void copyAfterEachRound(long seed, int rounds) throws Exception {
        Random random = new Random(seed);
        Workload workload = new Workload(seed);
        Path live = Files.createDirectories(folder.resolve("live" + seed));
        TestStore store = open(live);
        workload.on(store, store.recovered());
        for (int round = 0; round < rounds; round++) {
            // given a round that is durable
            assertTrue(workload.step());
            if (random.nextInt(25) == 0) {
                checkpoint(store);
            }
            // when a copy of the files, taken without any close, is opened
            Path copy = Folders.copy(live, folder.resolve("copy" + seed + "-" + round));
            TestStore reopened = open(copy);
            RecoveredState recovered = reopened.recovered();
            // then it contains what was there after that round
            assertEquals(workload.model.describe(), StoreModel.describe(recovered), "seed " + seed + ", round " + round);
            if (random.nextInt(20) == 0) {
                // and can be gone on with
                store.halt();
                Folders.delete(live);
                live = copy;
                store = reopened;
                workload.on(store, recovered);
            } else {
                reopened.halt();
                Folders.delete(copy);
            }
        }
        store.close();
        Folders.delete(live);
    }

    private TestStore open(Path at) throws StoreException {
        return TestStore.open(WatchedDisk.withoutSync(at), at, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
    }

    private void checkpoint(TestStore store) {
        cleaned.drainPermits();
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
    }
}
