package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check finds what is damaged, in whatever file, and names the file. */
class StoreCheckDamageTest {

    private static final String STORE_FILE = "store-0000000001.h2";
    private static final int HEADER = 8192;

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);
    private Path whole;
    private StoreReport expected;

    /** Messages in the H2 file, and two rounds behind its checkpoint. */
    @BeforeEach
    void makeStore() throws Exception {
        whole = Files.createDirectories(folder.resolve("whole"));
        TestStore store = TestStore.open(WatchedDisk.withoutSync(whole), whole, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
        store.declare(1, "q");
        for (int i = 0; i < 200; i++) {
            store.append(1, i, "stored body " + i);
        }
        store.append(1, 200, TestStore.message("large body".repeat(120_000)), null);
        store.round();
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
        store.append(1, 201, "first body of the journal");
        store.round();
        store.append(1, 202, "last body of the journal");
        store.round();
        store.halt();
        expected = StoreCheck.run(whole);
        assertEquals(203, expected.queues().getFirst().messages());
    }

    @Test
    void everyMissingFileIsNoticedThatIsNeeded() throws Exception {
        String newest = newestSegment();
        for (Path file : Folders.files(whole)) {
            String name = file.getFileName().toString();
            if (name.equals(newest)) {
                continue; // Without it the journal ends earlier, as it did before there was this segment.
            }
            Path copy = copy();
            Files.delete(copy.resolve(name));
            if (isNeeded(name)) {
                String line = refused(copy);
                assertTrue(line.contains(name) || line.contains("the journal"), line);
            } else {
                assertEquals(expected.queues(), StoreCheck.run(copy).queues(), name);
            }
            Folders.delete(copy);
        }
    }

    @Test
    void everyShortenedFileIsNoticedThatIsNeeded() throws Exception {
        for (Path file : Folders.files(whole)) {
            String name = file.getFileName().toString();
            Path copy = copy();
            byte[] bytes = Files.readAllBytes(file);
            Files.write(copy.resolve(name), Arrays.copyOf(bytes, Math.min(10, bytes.length)));
            if (isNeeded(name)) {
                String line = refused(copy);
                assertTrue(line.contains(name), line);
            } else {
                assertEquals(expected.queues(), StoreCheck.run(copy).queues(), name);
            }
            Folders.delete(copy);
        }
    }

    @Test
    void everyBodyInTheStoreFileIsRead() throws Exception {
        byte[] bytes = Files.readAllBytes(whole.resolve(STORE_FILE));
        for (String body : List.of("stored body 0", "stored body 77", "stored body 199", "large body")) {
            int at = indexOf(bytes, body);
            String line = refusedWithDamage(STORE_FILE, at + 3);
            assertTrue(line.contains(STORE_FILE), line);
        }
    }

    @Test
    void endOfALargeBodyIsReadToo() throws Exception {
        byte[] bytes = Files.readAllBytes(whole.resolve(STORE_FILE));
        int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("large body");
        assertTrue(last > indexOf(bytes, "large body") + 600_000);
        String line = refusedWithDamage(STORE_FILE, last);
        assertTrue(line.contains(STORE_FILE), line);
    }

    @Test
    void damagedRoundIsRefusedThatAnotherStandsBehind() throws Exception {
        for (Path segment : Folders.files(whole)) {
            String name = segment.getFileName().toString();
            int at = name.startsWith("journal-") ? indexOf(Files.readAllBytes(segment), "first body of the journal") : -1;
            if (at >= 0) {
                String line = refusedWithDamage(name, at);
                assertTrue(line.contains(name + " is damaged at byte"), line);
                return;
            }
        }
        throw new AssertionError("the round is in no segment");
    }

    @Test
    void damagedByteOfTheStoreFileIsRefusedOrWithoutEffect() throws Exception {
        byte[] bytes = Files.readAllBytes(whole.resolve(STORE_FILE));
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            int at = HEADER + random.nextInt(bytes.length - HEADER);
            Path copy = damaged(STORE_FILE, at);
            try {
                assertEquals(expected, StoreCheck.run(copy), "byte " + at);
            } catch (StoreException e) {
                assertTrue(e.getMessage().contains(STORE_FILE), e::getMessage);
                assertEquals(1, e.getMessage().lines().count(), e::getMessage);
                refused++;
            }
            Folders.delete(copy);
        }
        assertTrue(refused > 100, "only " + refused + " were refused");
    }

    private String newestSegment() throws IOException {
        return Folders.files(whole).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("journal-"))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static boolean isNeeded(String name) {
        return !name.equals("lock") && !name.startsWith("spare-");
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private Path copy() throws IOException {
        return Folders.copy(whole, folder.resolve("copy"));
    }

    private Path damaged(String name, int at) throws IOException {
        assertFalse(at < 0, name);
        Path copy = copy();
        byte[] bytes = Files.readAllBytes(copy.resolve(name));
        bytes[at] ^= 4;
        Files.write(copy.resolve(name), bytes);
        return copy;
    }

    private String refusedWithDamage(String name, int at) throws IOException {
        Path copy = damaged(name, at);
        String line = refused(copy);
        Folders.delete(copy);
        return line;
    }

    private static String refused(Path copy) {
        String line = assertThrows(StoreException.class, () -> StoreCheck.run(copy)).getMessage();
        assertEquals(1, line.lines().count(), line);
        return line;
    }
}
