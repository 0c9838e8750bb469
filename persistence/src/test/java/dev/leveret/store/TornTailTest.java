package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut leaves of the last round is cut off; anything wrong before it is refused. */
class TornTailTest {

    private static final int SECTOR = 512;
    private static final int BLOCK = 4096;

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);

    @Test
    void roundOfWhichSectorsAreMissingIsCutOffAndTheStoreGoesOn() throws Exception {
        tearRounds(99, 80);
    }

    @Tag("nightly")
    @Test
    void manyTornRoundsAreCutOff() throws Exception {
        for (long seed : Nightly.seeds(1, 40)) {
            tearRounds(seed, 200);
        }
    }

    private void tearRounds(long seed, int rounds) throws Exception {
        Random random = new Random(seed);
        Workload workload = new Workload(seed, false);
        Path live = Files.createDirectories(folder.resolve("live" + seed));
        TestStore store = open(live);
        workload.on(store, store.recovered());
        int cut = 0;
        for (int i = 0; i < rounds; i++) {
            if (random.nextInt(20) == 0) {
                checkpoint(store);
            }
            // given a round that is durable, and one after it of which only some sectors have reached the disk
            assertTrue(workload.step());
            String durable = workload.model.describe();
            Path before = Folders.copy(live, folder.resolve("before"));
            assertTrue(workload.step());
            String whole = workload.model.describe();
            store.halt();
            tear(before, live, random);
            // when it is opened
            store = open(live);
            RecoveredState recovered = store.recovered();
            // then the second round is there as a whole or not at all
            String found = StoreModel.describe(recovered);
            assertTrue(found.equals(durable) || found.equals(whole), "seed " + seed + ", round " + i + ": " + found);
            cut += found.equals(whole) ? 0 : 1;
            workload.on(store, recovered);
            Folders.delete(before);
        }
        assertTrue(cut > rounds / 4, "seed " + seed + ": only " + cut + " rounds were torn");
        store.close();
        Folders.delete(live);
    }

    /** Segments that are no longer needed are used again: what they held may show where a round is torn. */
    private void checkpoint(TestStore store) {
        cleaned.drainPermits();
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
    }

    /** Puts back some sectors of what the journal's files were before. */
    private static void tear(Path before, Path live, Random random) throws IOException {
        List<Path> used = new ArrayList<>(Folders.files(before).stream()
                .filter(file -> isSpare(file) && !Files.exists(live.resolve(file.getFileName())))
                .toList());
        for (Path file : segments(live)) {
            byte[] now = Files.readAllBytes(file);
            byte[] then = earlier(before.resolve(file.getFileName()), used, now);
            if (tear(then, now, random)) {
                Files.write(file, now);
            }
        }
    }

    /** A segment that is new was a spare before, or else zeros; its first block is durable before it gets its name. */
    private static byte[] earlier(Path before, List<Path> usedSpares, byte[] now) throws IOException {
        if (Files.exists(before)) {
            return Files.readAllBytes(before);
        }
        byte[] then = usedSpares.isEmpty() ? new byte[now.length] : Files.readAllBytes(usedSpares.removeFirst());
        System.arraycopy(now, 0, then, 0, BLOCK);
        return then;
    }

    private static boolean tear(byte[] then, byte[] now, Random random) {
        assertEquals(then.length, now.length);
        boolean torn = false;
        for (int at = 0; at < now.length; at += SECTOR) {
            if (!Arrays.equals(now, at, at + SECTOR, then, at, at + SECTOR) && random.nextInt(4) == 0) {
                System.arraycopy(then, at, now, at, SECTOR);
                torn = true;
            }
        }
        return torn;
    }

    @Test
    void garbageBehindTheEndIsNotTakenForARound() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            Path at = Files.createDirectories(folder.resolve("garbage" + i));
            String expected = fill(at, i);
            Path segment = lastSegment(at);
            byte[] bytes = Files.readAllBytes(segment);
            byte[] garbage = new byte[Math.min(1 + random.nextInt(20_000), bytes.length - endOf(bytes))];
            random.nextBytes(garbage);
            System.arraycopy(garbage, 0, bytes, endOf(bytes), garbage.length);
            Files.write(segment, bytes);
            TestStore store = open(at);
            assertEquals(expected, StoreModel.describe(store.recovered()));
            store.halt();
        }
    }

    @Test
    void damageBeforeTheEndIsRefused() throws Exception {
        for (int offset : new int[] {0, 5, 9, 17, 30, 40}) {
            Path at = Files.createDirectories(folder.resolve("damage" + offset));
            fill(at, 3);
            Path segment = lastSegment(at);
            byte[] bytes = Files.readAllBytes(segment);
            bytes[2 * BLOCK + offset] ^= 16; // The first frame behind the first checkpoint's takes more than one block.
            Files.write(segment, bytes);
            String line = assertThrows(StoreException.class, () -> open(at)).getMessage();
            assertTrue(line.contains(segment.getFileName() + " is damaged at byte"), line);
            assertEquals(1, line.lines().count());
        }
    }

    @Test
    void damagedHeaderOfASegmentIsRefused() throws Exception {
        Path at = Files.createDirectories(folder.resolve("header"));
        fill(at, 3);
        Path segment = lastSegment(at);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[21] ^= 1;
        Files.write(segment, bytes);
        String line = assertThrows(StoreException.class, () -> open(at)).getMessage();
        assertTrue(line.endsWith(segment.getFileName() + " has a damaged header: its CRC does not fit"), line);
    }

    @Test
    void missingSegmentIsRefused() throws Exception {
        // given a journal of several segments that no checkpoint reflects
        Path at = Files.createDirectories(folder.resolve("missing"));
        TestStore store = open(at);
        store.declare(1, "q");
        for (int i = 0; i < 40; i++) {
            store.append(1, i, TestStore.message(StoreModel.body("m" + i, 10_000)), null);
            assertTrue(store.round());
        }
        store.halt();
        List<Path> segments = segments(at);
        assertTrue(segments.size() > 3);
        // when one in the middle is lost
        Files.delete(segments.get(segments.size() / 2));
        // then nothing is guessed
        String line = assertThrows(StoreException.class, () -> open(at)).getMessage();
        assertTrue(line.endsWith("the journal names no checkpoint"), line);
    }

    /** Makes a store of some rounds in one segment, and leaves it as a crash would. */
    private String fill(Path at, long seed) throws Exception {
        TestStore store = open(at);
        Workload workload = new Workload(seed, false);
        workload.on(store, store.recovered());
        store.declare(1_000, "first");
        workload.model.queues.add(new StoreModel.QueueModel(TestStore.queue(1_000, "first")));
        for (int i = 0; i < 4; i++) {
            assertTrue(workload.step());
        }
        store.halt();
        return workload.model.describe();
    }

    private TestStore open(Path at) throws StoreException {
        return TestStore.open(WatchedDisk.withoutSync(at), at, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
    }

    private static boolean isSpare(Path file) {
        return file.getFileName().toString().startsWith("spare-");
    }

    private static List<Path> segments(Path at) throws IOException {
        return Folders.files(at).stream()
                .filter(file -> file.getFileName().toString().startsWith("journal-"))
                .toList();
    }

    private static Path lastSegment(Path at) throws IOException {
        return segments(at).getLast();
    }

    /** The first block behind everything that was written. */
    private static int endOf(byte[] bytes) {
        int last = bytes.length;
        while (bytes[last - 1] == 0) {
            last--;
        }
        return (last + BLOCK - 1) / BLOCK * BLOCK;
    }
}
