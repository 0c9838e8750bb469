package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.PagedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are not stored leave memory and come back, once, and leave nothing behind. */
class SpillTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(WatchedDisk.withoutSync(folder), folder, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
    }

    @AfterEach
    void halt() {
        store.halt();
    }

    private static List<PagedMessage> messages(long... positions) {
        List<PagedMessage> messages = new ArrayList<>();
        for (long position : positions) {
            messages.add(new PagedMessage(position, TestStore.message("t" + position), null));
        }
        return messages;
    }

    private static List<PagedMessage> bodies(long first, int count, int size) {
        List<PagedMessage> messages = new ArrayList<>();
        for (long position = first; position < first + count; position++) {
            messages.add(new PagedMessage(position, TestStore.message(StoreModel.body("b" + position, size)), null));
        }
        return messages;
    }

    private static List<String> read(PagedQueue pages, long first, long last) throws StoreException {
        return RecoveredState.texts(RecoveredState.read(pages, first, last, 100));
    }

    @Test
    void spilledMessagesComeBackOnce() throws Exception {
        PagedQueue pages = store.store().pages();
        pages.spill(messages(3, 4, 8));
        Page page = RecoveredState.load(pages, 3, 8, 1_000);
        assertEquals(List.of("3:t3", "4:t4", "8:t8"), RecoveredState.texts(page.messages()));
        assertNull(page.messages().getFirst().stored());
        assertEquals(8, page.upTo());
        assertEquals(List.of(), read(pages, 3, 8));
    }

    @Test
    void queuesDoNotSeeEachOther() throws Exception {
        PagedQueue one = store.store().pages();
        PagedQueue two = store.store().pages();
        one.spill(messages(0, 1));
        two.spill(messages(1, 2));
        one.forgetSpilled();
        assertEquals(List.of(), read(one, 0, 9));
        assertEquals(List.of("1:t1", "2:t2"), read(two, 0, 9));
    }

    @Test
    void spilledAndStoredMessagesComeBackInOneOrder() throws Exception {
        // given a queue in which they take turns, in many batches
        store.declare(1, "q");
        List<PagedMessage> transients = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Random random = new Random(6);
        for (int i = 0; i < 3_000; i++) {
            if (i % 700 < 350 ? random.nextInt(9) == 0 : random.nextInt(9) > 0) {
                store.append(1, i, "s" + i);
                expected.add(i + ":s" + i);
            } else {
                transients.addAll(messages(i));
                expected.add(i + ":t" + i);
            }
        }
        assertTrue(store.round());
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
        PagedQueue pages = store.store().pages(1);
        for (int i = 0; i < transients.size(); i += 400) {
            pages.spill(transients.subList(i, Math.min(i + 400, transients.size())));
        }

        // when they are read, page by page
        List<PagedMessage> read = RecoveredState.read(pages, 0, 2_999, 2_000);

        // then all are there in order, and only the stored ones are there still
        assertEquals(expected, RecoveredState.texts(read));
        assertEquals(3_000 - transients.size(), RecoveredState.read(pages, 0, 2_999, 100_000).size());
    }

    @Test
    void fileOfTheSpillGoesWhenItIsEmpty() throws Exception {
        PagedQueue pages = store.store().pages();
        int next = 0;
        for (int i = 0; i < 20; i++) {
            pages.spill(bodies(next, 100, 10_000));
            next += 100;
        }
        read(pages, 0, 0);
        assertTrue(spillSize() > 15 * MIB, "only " + spillSize());
        assertEquals(1_999, RecoveredState.read(pages, 1, next - 1, MIB).size());
        assertEquals(0, spillSize());
        pages.spill(messages(next));
        assertEquals(List.of(next + ":t" + next), read(pages, next, next));
    }

    @Test
    void spillOfABusyQueueDoesNotGrow() throws Exception {
        // given one message that stays
        PagedQueue stuck = store.store().pages();
        stuck.spill(messages(0));
        // when 200 MB go through another queue, of which 4 are there at any time
        PagedQueue busy = store.store().pages();
        long largest = 0;
        long read = 0;
        for (int i = 0; i < 200; i++) {
            busy.spill(bodies(i * 100L, 100, 10_000));
            if (i >= 4) {
                List<PagedMessage> messages = RecoveredState.read(busy, (i - 4) * 100L, (i - 4) * 100L + 99, 100_000);
                messages.forEach(message -> assertEquals(
                        "b" + message.position(), StoreModel.name(message.message().body())));
                read += messages.size();
                largest = Math.max(largest, spillSize());
            }
        }
        // then the space has been used again
        assertEquals(19_600, read);
        assertTrue(largest < 60 * MIB, "it was " + largest);
        assertEquals(List.of("0:t0"), read(stuck, 0, 0));
    }

    @Test
    void spaceBetweenMessagesThatStayIsUsedAgain() throws Exception {
        // given two queues that have spilled in turns, 60 MB and 9 MB
        PagedQueue stays = store.store().pages();
        PagedQueue goes = store.store().pages();
        TreeMap<Long, byte[]> expected = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            goes.spill(bodies(i * 20L, 20, 10_000));
            List<PagedMessage> kept = bodies(i * 20L, i % 10 == 0 ? 20 : 1, 10_000);
            stays.spill(kept);
            kept.forEach(message -> expected.put(message.position(), message.message().body()));
        }
        // when one is drained, and then as much again goes through while the other goes on a little
        RecoveredState.read(goes, 0, 5_999, 200_000);
        for (int i = 300; i < 900; i++) {
            List<PagedMessage> kept = bodies(i * 20L, 1, 10_000);
            stays.spill(kept);
            kept.forEach(message -> expected.put(message.position(), message.message().body()));
            goes.spill(bodies(i * 20L, 9, 10_000));
            RecoveredState.read(goes, i * 20L, i * 20L + 8, 200_000);
        }
        // then the file has not grown
        assertTrue(spillSize() < 80 * MIB, "it is " + spillSize());
        List<PagedMessage> found = RecoveredState.read(stays, 0, 20_000, 200_000);
        assertEquals(List.copyOf(expected.keySet()), found.stream().map(PagedMessage::position).toList());
        found.forEach(message -> assertArrayEquals(expected.get(message.position()), message.message().body()));
    }

    @Test
    void leftOverSpillIsDeletedAtTheStart() throws Exception {
        store.halt();
        Files.write(folder.resolve("spill.h2"), new byte[100]);
        open();
        assertFalse(Files.exists(folder.resolve("spill.h2")));
    }

    @Test
    void bytesThatWaitToBeSpilledArePending() throws Exception {
        PagedQueue pages = store.store().pages();
        pages.spill(bodies(0, 10, 1_000));
        RecoveredState.load(pages, 0, 0, 1);
        assertEquals(0, store.store().pendingBytes());
    }

    private long spillSize() throws IOException {
        Path file = folder.resolve("spill.h2");
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
