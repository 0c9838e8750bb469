package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store file with a damaged byte is refused, or the byte was of no importance: it never comes back as something else. */
class StoreFileDamageTest {

    private static final int HEADER = 8192;

    @TempDir
    Path folder;

    @Test
    void damagedByteIsRefusedOrWithoutEffect() throws Exception {
        damage(8, 150);
    }

    @Tag("nightly")
    @Test
    void manyDamagedBytesAreRefusedOrWithoutEffect() throws Exception {
        for (long seed = 20; seed < 30; seed++) {
            damage(seed, 500);
        }
    }

    private void damage(long seed, int bytes) throws Exception {
        Path whole = Files.createDirectories(folder.resolve("whole" + seed));
        TestStore store = TestStore.open(WatchedDisk.withoutSync(whole), whole, TestStore.SMALL, step -> {});
        Workload workload = new Workload(seed);
        workload.on(store, store.recovered());
        for (int i = 0; i < 60; i++) {
            assertTrue(workload.step());
        }
        store.close();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < bytes; i++) {
            Path copy = Folders.copy(whole, folder.resolve("copy" + seed));
            Path file = copy.resolve("store-0000000001.h2");
            byte[] content = Files.readAllBytes(file);
            int at = HEADER + random.nextInt(content.length - HEADER);
            content[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, content);
            try {
                TestStore damaged = TestStore.open(WatchedDisk.withoutSync(copy), copy, TestStore.SMALL, step -> {});
                assertEquals(workload.model.describe(), StoreModel.describe(damaged.recovered()), "seed " + seed + ", byte " + at);
                damaged.halt();
            } catch (StoreException e) {
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
                refused++;
            }
            Folders.delete(copy);
        }
        assertTrue(refused > bytes / 4, "only " + refused + " were refused");
    }
}
