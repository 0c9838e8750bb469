package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal with a damaged byte is refused, or without effect; the last round alone may look like one that was torn. */
class JournalDamageTest {

    private static final int ROUNDS = 45;
    private static final int ROUNDS_A_CHECKPOINT = 20;

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);

    @Test
    void damagedByteIsRefusedOrWithoutEffect() throws Exception {
        damage(8, 150);
    }

    @Tag("nightly")
    @Test
    void manyDamagedBytesAreRefusedOrWithoutEffect() throws Exception {
        for (long seed : Nightly.seeds(20, 10)) {
            damage(seed, 500);
        }
    }

    private void damage(long seed, int bytes) throws Exception {
        // given a journal on which checkpoints have been made, left as a crash would
        Path whole = Files.createDirectories(folder.resolve("whole" + seed));
        TestStore store = open(whole);
        Workload workload = new Workload(seed, false);
        workload.on(store, store.recovered());
        String before = "";
        for (int round = 1; round <= ROUNDS; round++) {
            before = workload.model.describe();
            assertTrue(workload.step());
            if (round % ROUNDS_A_CHECKPOINT == 0) {
                store.store().wantCheckpoint();
                cleaned.acquireUninterruptibly();
            }
        }
        store.halt();
        Random random = new Random(seed);
        int noticed = 0;
        for (int i = 0; i < bytes; i++) {
            Path copy = Folders.copy(whole, folder.resolve("copy" + seed));
            String place = "seed " + seed + ", " + damage(copy, random);
            // when it is opened with one bit that is wrong
            try {
                TestStore damaged = open(copy);
                String found = StoreModel.describe(damaged.recovered());
                damaged.halt();
                // then everything is there, or all but the last round
                if (found.equals(before)) {
                    noticed++;
                } else {
                    assertEquals(workload.model.describe(), found, place);
                }
            } catch (StoreException e) {
                assertEquals(1, e.getMessage().lines().count(), () -> place + ": " + e.getMessage());
                noticed++;
            }
            Folders.delete(copy);
        }
        // Few if most of a segment is what it held in an earlier use.
        assertTrue(noticed > bytes / 25, "seed " + seed + ": only " + noticed + " were noticed");
    }

    /** Changes a bit, mostly in a byte that is not zero, and says where. */
    private static String damage(Path at, Random random) throws IOException {
        List<Path> segments = Folders.files(at).stream()
                .filter(file -> file.getFileName().toString().startsWith("journal-"))
                .toList();
        Path segment = segments.get(random.nextInt(segments.size()));
        byte[] content = Files.readAllBytes(segment);
        boolean anyByte = random.nextInt(4) == 0;
        int index = random.nextInt(content.length);
        while (!anyByte && content[index] == 0) {
            index = random.nextInt(content.length);
        }
        content[index] ^= (byte) (1 << random.nextInt(8));
        Files.write(segment, content);
        return segment.getFileName() + ", byte " + index;
    }

    private TestStore open(Path at) throws StoreException {
        return TestStore.open(WatchedDisk.withoutSync(at), at, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
    }
}
