package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.StoredMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The space of what is gone comes back. */
class SpaceTest {

    private static final int MIB = 1 << 20;
    private static final StoreSettings SETTINGS =
            new StoreSettings(MIB, MIB, 4 * MIB, 1_000_000_000, 64 << 10, MIB, 5);

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);

    @Test
    void drainedQueuesLeaveNextToNothing() throws Exception {
        // given 40 MB in two queues
        TestStore store = open();
        List<StoredMessage> all = fill(store, 40);
        checkpoint(store);
        assertTrue(size() > 40 * MIB, "only " + size());

        // when they are drained, but for the first message of each
        for (int i = 2; i < all.size(); i++) {
            store.remove(1 + i % 2, all.get(i));
            if (i % 500 == 0) {
                assertTrue(store.round());
            }
        }
        assertTrue(store.round());
        checkpoint(store);
        checkpoint(store);

        // then there is the journal with its spares and little else, and the two messages
        assertTrue(size() < 10 * MIB, "still " + size());
        store.close();
        TestStore reopened = open();
        for (RecoveredState.Queue queue : reopened.recovered().queues()) {
            assertEquals(1, queue.messages().size());
        }
        reopened.close();
    }

    @Test
    void steadyTrafficDoesNotLetTheFolderGrow() throws Exception {
        TestStore store = open();
        store.declare(1, "q");
        ArrayDeque<StoredMessage> backlog = new ArrayDeque<>();
        long largest = 0;
        for (int i = 0; i < 20_000; i++) {
            backlog.add(store.append(1, i, TestStore.message(new byte[10_000]), null));
            if (backlog.size() > 200) {
                store.remove(1, backlog.poll());
            }
            if (i % 50 == 0) {
                assertTrue(store.round());
                largest = i % 1_000 == 0 ? Math.max(largest, size()) : largest;
            }
        }
        store.close();
        assertTrue(largest < 60 * MIB, "200 MB have gone through, and left " + largest);
    }

    private TestStore open() throws StoreException {
        return TestStore.open(WatchedDisk.withoutSync(folder), folder, SETTINGS, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
    }

    private static List<StoredMessage> fill(TestStore store, int mib) {
        store.declare(1, "one");
        store.declare(2, "two");
        List<StoredMessage> all = new ArrayList<>();
        for (int i = 0; i < mib * 256; i++) {
            all.add(store.append(1 + i % 2, i / 2, TestStore.message(new byte[4096]), null));
            if (i % 200 == 0) {
                assertTrue(store.round());
            }
        }
        assertTrue(store.round());
        return all;
    }

    private void checkpoint(TestStore store) {
        assertTrue(store.round());
        cleaned.drainPermits();
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
    }

    private long size() throws IOException {
        long size = 0;
        for (Path file : Folders.files(folder)) {
            size += file.toFile().length(); // 0 for a segment that has just been renamed to be used again
        }
        return size;
    }
}
