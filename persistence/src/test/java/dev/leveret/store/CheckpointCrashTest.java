package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash between any two steps of a checkpoint loses nothing, and neither does one while rounds go on beside it. */
class CheckpointCrashTest {

    /** Replaces the store file often. */
    private static final StoreSettings SETTINGS =
            new StoreSettings(64 << 10, 64 << 10, Long.MAX_VALUE, 1_000_000_000, 2048, 96 << 10, 5);

    @TempDir
    Path folder;

    private final Map<CheckpointStep, Integer> crashes = new EnumMap<>(CheckpointStep.class);
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private Workload workload;
    private Random random;
    private Path live;

    @Test
    void everyStepOfACheckpointCanBeTheLast() throws Exception {
        crashInCheckpoints(11, 40);
        for (CheckpointStep step : CheckpointStep.values()) {
            assertTrue(crashes.getOrDefault(step, 0) > 3, step + " was seen " + crashes.get(step) + " times");
        }
    }

    @Tag("nightly")
    @Test
    void everyStepOfManyCheckpointsCanBeTheLast() throws Exception {
        for (long seed : Nightly.seeds(100, 12)) {
            crashInCheckpoints(seed, 100);
        }
    }

    private void crashInCheckpoints(long seed, int checkpoints) throws Exception {
        random = new Random(seed);
        workload = new Workload(seed);
        live = Files.createDirectories(folder.resolve("live" + seed));
        TestStore store =
                TestStore.open(WatchedDisk.withoutSync(live), live, SETTINGS, step -> outcomes.add(crashAt(step, seed)));
        workload.on(store, store.recovered());
        for (int i = 0; i < checkpoints; i++) {
            for (int rounds = random.nextInt(12); rounds >= 0; rounds--) {
                assertTrue(workload.step());
            }
            store.store().wantCheckpoint();
            String outcome;
            do {
                outcome = outcomes.take();
                assertTrue(outcome.startsWith("ok "), "seed " + seed + ": " + outcome);
            } while (!outcome.equals("ok " + CheckpointStep.CLEANED));
        }
        store.halt();
        Folders.delete(live);
    }

    /** Runs on the checkpoint thread, while the test waits. */
    private String crashAt(CheckpointStep step, long seed) {
        crashes.merge(step, 1, Integer::sum);
        try {
            // given rounds that are written while the checkpoint is under way
            if (random.nextBoolean() && !workload.step()) {
                return "a round has failed beside step " + step;
            }
            // when a copy of the files as they are now is opened
            Path copy = Folders.copy(live, folder.resolve("copy" + seed));
            compare(copy, true);
            // then everything is there, and after a checkpoint of its own as well
            compare(copy, false);
            Folders.delete(copy);
            return "ok " + step;
        } catch (IOException | StoreException | AssertionError e) {
            return "step " + step + ": " + e;
        }
    }

    private void compare(Path copy, boolean withCheckpoint) throws StoreException {
        TestStore reopened = TestStore.open(WatchedDisk.withoutSync(copy), copy, SETTINGS, step -> {});
        assertEquals(workload.model.describe(), StoreModel.describe(reopened.recovered()));
        if (withCheckpoint) {
            reopened.close();
        } else {
            reopened.halt();
        }
    }
}
