package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.StoredMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is made beside the store's work, has all that was durable before, and is a store of its own. */
class BackupTest {

    @TempDir
    Path folder;

    private final Map<CheckpointStep, Integer> steps = new ConcurrentHashMap<>();

    private TestStore open(Path at) throws StoreException {
        return TestStore.open(
                WatchedDisk.withoutSync(at), at, TestStore.SMALL, step -> steps.merge(step, 1, Integer::sum));
    }

    private Path data() throws Exception {
        return Files.createDirectories(folder.resolve("data"));
    }

    @Test
    void whatWasDurableBeforeIsInTheBackup() throws Exception {
        // given messages of which some are in the H2 file, and some in the journal
        TestStore store = open(data());
        store.declare(1, "q");
        store.append(1, 0, "first");
        store.round();
        store.store().wantCheckpoint();
        store.append(1, 1, "second");
        store.round();

        // when a backup is made, and the store goes on
        Path target = folder.resolve("backup");
        long size = store.store().backup(target, () -> false);
        store.append(1, 2, "third");
        store.round();

        // then the backup is whole, says how big it is, and has what was there
        StoreReport report = StoreCheck.run(target);
        assertEquals(size, report.diskBytes());
        assertEquals(2, report.queues().getFirst().messages());
        assertEquals(List.of("0:first", "1:second"), contents(target));
        // and the store has everything, as if nothing had happened
        store.halt();
        assertEquals(List.of("0:first", "1:second", "2:third"), contents(folder.resolve("data")));
    }

    @Test
    void headerIsTheProvenOneWhateverIsWrittenMeanwhile() throws Exception {
        // given a store file of which the header changes, and the end grows, while it is copied
        TestStore store = open(data());
        store.declare(1, "q");
        store.append(1, 0, "first");
        store.round();
        Path target = folder.resolve("backup");
        store.store().backup(target, () -> {
            byte[] other = new byte[8192];
            Arrays.fill(other, (byte) 7);
            try (FileChannel file =
                    FileChannel.open(folder.resolve("data/store-0000000001.h2"), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(other), 0);
                file.write(ByteBuffer.wrap(other), file.size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return false;
        });
        store.halt();

        // then the backup has what was proven, already before a start puts a header back
        assertNotEquals(7, Files.readAllBytes(target.resolve("store-0000000001.h2"))[0]);
        assertEquals(List.of("0:first"), contents(target));
    }

    @Test
    void brokerGoesOnFromABackup() throws Exception {
        TestStore store = open(data());
        store.declare(1, "q");
        for (int i = 0; i < 20; i++) {
            store.append(1, i, "before");
            store.round();
        }
        Path target = folder.resolve("backup");
        store.store().backup(target, () -> false);
        store.close();

        // when a store is opened on the backup, goes on, and crashes
        TestStore restored = open(target);
        assertEquals(20, restored.recovered().queues().getFirst().messages().size());
        assertEquals(2, restored.store().newQueueId());
        restored.append(1, 20, "after");
        assertTrue(restored.round());
        restored.halt();

        // then its rounds count, although a new journal has them
        assertEquals(21, contents(target).size());
    }

    @Test
    void backupUnderLoadHasEverythingThatWasReportedBefore() throws Exception {
        // given a store that is worked all the time, so that its file is replaced again and again
        TestStore store = open(data());
        store.declare(1, "q");
        store.round();
        AtomicLong durable = new AtomicLong(-1);
        AtomicLong settled = new AtomicLong(-1); // handed over for removal, up to here
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = new Thread(() -> work(store, durable, settled, enough));
        load.start();

        // when backups are made beside that
        for (int i = 0; i < 12 || steps.getOrDefault(CheckpointStep.REWRITTEN, 0) < 3; i++) {
            long reported = durable.get();
            Path target = folder.resolve("backup" + i);
            store.store().backup(target, () -> false);
            long removed = settled.get();

            // then each is whole, without a gap, and has all that was reported and has not been removed since
            StoreCheck.run(target);
            List<Long> positions = positions(target);
            for (int j = 1; j < positions.size(); j++) {
                assertEquals(positions.get(j - 1) + 1, positions.get(j), "backup " + i);
            }
            if (reported > removed) {
                assertTrue(positions.getFirst() <= removed + 1, "backup " + i + " begins with " + positions.getFirst());
                assertTrue(positions.getLast() >= reported, "backup " + i + " ends with " + positions.getLast());
            }
            Folders.delete(target);
        }
        enough.set(true);
        load.join();
        store.close();
    }

    private static void work(TestStore store, AtomicLong durable, AtomicLong settled, AtomicBoolean enough) {
        ArrayDeque<StoredMessage> there = new ArrayDeque<>();
        long next = 0;
        while (!enough.get()) {
            for (int i = 0; i < 40; i++) {
                there.add(store.append(1, next++, "some body that is a little longer ".repeat(10)));
            }
            assertTrue(store.round());
            durable.set(next - 1);
            while (there.size() > 400) {
                settled.incrementAndGet();
                store.remove(1, there.poll());
            }
            store.store().wantCheckpoint();
        }
    }

    @Test
    void folderThatCannotTakeABackupIsRefusedAndLeftAlone() throws Exception {
        TestStore store = open(data());
        Path full = Files.createDirectories(folder.resolve("full"));
        Path file = Files.writeString(full.resolve("file"), "mine");
        assertEquals("the backup can't go to " + full + ": the folder is not empty", refused(store, full));
        assertEquals("the backup can't go to " + file + ": it is not a folder", refused(store, file));
        assertEquals("mine", Files.readString(file));
        assertTrue(refused(store, Path.of("/proc/leveret")).startsWith("the backup to /proc/leveret has failed: "));
        assertTrue(refused(store, folder.resolve("data")).endsWith("the folder is not empty"));
        store.declare(1, "q");
        assertTrue(store.round());
        store.close();
    }

    @Test
    void backupThatIsGivenUpLeavesNothingAndHarmsNothing() throws Exception {
        TestStore store = open(data());
        store.declare(1, "q");
        store.append(1, 0, "first");
        store.round();
        Path made = folder.resolve("backup");
        Path empty = Files.createDirectories(folder.resolve("empty"));

        // when backups are stopped in the middle
        String reason = " has failed: the broker is stopping";
        assertEquals("the backup to " + made + reason, stopped(store, made));
        assertEquals("the backup to " + empty + reason, stopped(store, empty));

        // then nothing of them is left, and the store works
        assertTrue(Files.notExists(made));
        assertEquals(List.of(), Folders.files(empty));
        store.append(1, 1, "second");
        assertTrue(store.round());
        store.store().backup(empty, () -> false);
        store.close();
        assertEquals(List.of("0:first", "1:second"), contents(empty));
    }

    @Test
    void unfinishedBackupIsNoStore() throws Exception {
        // given what is there while a backup is being made, as if the machine had failed
        TestStore store = open(data());
        Path copy = folder.resolve("copy");
        stopped(store, folder.resolve("backup"), () -> Folders.copy(folder.resolve("backup"), copy));
        store.close();

        // then no broker takes it for an empty store
        String reason = "the data in " + copy + " can't be used: it is a backup that was never finished";
        assertEquals(reason, assertThrows(StoreException.class, () -> open(copy)).getMessage());
        assertEquals(reason, assertThrows(StoreException.class, () -> StoreCheck.run(copy)).getMessage());
    }

    @Test
    void storeThatFailsOrHasEndedAnswers() throws Exception {
        // given a store of which the checkpoint for the backup fails
        TestStore store = TestStore.open(WatchedDisk.withoutSync(data()), data(), TestStore.SMALL, step -> {
            if (step == CheckpointStep.SYNCED) {
                throw new IllegalStateException("a checkpoint that fails");
            }
        });
        Path target = folder.resolve("backup");
        String answer = "the backup to " + target + " has failed: the store has been closed, or can't be written for now";

        // then whoever waits for it is told, and whoever asks later too
        assertEquals(answer, refused(store, target));
        assertEquals(answer, refused(store, target));
        store.halt();
        assertEquals(answer, refused(store, target));
        assertTrue(Files.notExists(target));
    }

    private interface Look {
        void look() throws Exception;
    }

    private static String stopped(TestStore store, Path target) {
        return stopped(store, target, () -> {});
    }

    private static String stopped(TestStore store, Path target, Look look) {
        return assertThrows(StoreException.class, () -> store.store().backup(target, () -> {
            try {
                look.look();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return true;
        })).getMessage();
    }

    private static String refused(TestStore store, Path target) {
        return assertThrows(StoreException.class, () -> store.store().backup(target, () -> false)).getMessage();
    }

    private List<RecoveredState.Queue> queues(Path at) throws Exception {
        TestStore store = TestStore.open(WatchedDisk.withoutSync(at), at, TestStore.SMALL, step -> {});
        List<RecoveredState.Queue> queues = new ArrayList<>(store.recovered().queues());
        store.halt();
        return queues;
    }

    private List<String> contents(Path at) throws Exception {
        return TestStore.contents(queues(at).getFirst());
    }

    private List<Long> positions(Path at) throws Exception {
        return queues(at).getFirst().messages().stream().map(RecoveredMessage::position).toList();
    }
}
