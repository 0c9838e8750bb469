package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored messages that memory has forgotten are read back, before a restart and after one. */
class PagesTest {

    private static final DurableUnit.Completion NOBODY = new DurableUnit.Completion() {
        @Override
        public void durable() {}

        @Override
        public void failed() {}
    };

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);
    private volatile Runnable besideNextCheckpoint = () -> {};
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(WatchedDisk.withoutSync(folder), folder, TestStore.SMALL, step -> {
            if (step == CheckpointStep.BEGUN) {
                besideNextCheckpoint.run();
                besideNextCheckpoint = () -> {};
            } else if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
    }

    @AfterEach
    void halt() {
        store.halt();
    }

    private void checkpoint() {
        assertTrue(store.round());
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
    }

    private List<StoredMessage> append(int first, int last) {
        List<StoredMessage> handles = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            handles.add(store.append(1, i, "m" + i));
        }
        return handles;
    }

    private List<String> read(long first, long last) throws StoreException {
        return RecoveredState.texts(RecoveredState.read(store.store().pages(1), first, last, 100));
    }

    private List<String> afterCrash() throws Exception {
        store.halt();
        open();
        return TestStore.contents(store.recovered().queues().getFirst());
    }

    @Test
    void messageIsHeldWhenACheckpointHasBroughtItIntoTheStoreFile() {
        store.declare(1, "q");
        PagedQueue pages = store.store().pages(1);
        StoredMessage message = store.append(1, 0, "m0");
        assertFalse(pages.holds(message));
        assertTrue(store.round());
        assertFalse(pages.holds(message));
        checkpoint();
        assertTrue(pages.holds(message));
    }

    @Test
    void whoeverWaitsForACheckpointIsToldWhenMessagesAreHeld() {
        store.declare(1, "q");
        PagedQueue pages = store.store().pages(1);
        StoredMessage message = store.append(1, 0, "m0");
        List<Boolean> heard = new ArrayList<>();
        store.store().onCheckpoint(() -> {
            throw new IllegalStateException("one that fails does not keep others from hearing of it");
        });
        store.store().onCheckpoint(() -> heard.add(pages.holds(message)));
        checkpoint();
        assertEquals(List.of(true), heard);
    }

    @Test
    void pageTellsHowFarItReaches() throws Exception {
        // given messages in several batches, with a gap in the middle
        store.declare(1, "q");
        append(0, 99);
        append(200, 299);
        checkpoint();

        // when little is asked for
        Page page = RecoveredState.load(store.store().pages(1), 10, 250, 1);

        // then there is at least one message, and all up to the position that the page names
        List<Long> positions = page.messages().stream().map(PagedMessage::position).toList();
        assertEquals(10, positions.getFirst());
        assertTrue(page.upTo() < 250);
        assertEquals(page.upTo() - 9, positions.size());

        // and the rest is in the next ones, which end where it was said
        List<PagedMessage> rest = RecoveredState.read(store.store().pages(1), page.upTo() + 1, 250, 500);
        assertEquals(90 + 51, positions.size() + rest.size());
        assertEquals(250, rest.getLast().position());
    }

    @Test
    void messageThatWasReadCanBeRemoved() throws Exception {
        store.declare(1, "q");
        append(0, 4);
        checkpoint();
        for (PagedMessage message : RecoveredState.read(store.store().pages(1), 1, 3, 100)) {
            store.remove(1, message.stored());
        }
        checkpoint();
        assertEquals(List.of("0:m0", "4:m4"), read(0, 4));
        assertEquals(List.of("0:m0", "4:m4"), afterCrash());
    }

    @Test
    void messagesOutOfMemoryAreCountedAtAStartAndNotRead() throws Exception {
        // given five messages in the store file and three in the journal
        store.declare(1, "q");
        append(0, 4);
        checkpoint();
        append(7, 9);
        assertTrue(store.round());
        store.halt();
        open();
        RecoveredLevel queue = store.store().recovered().queues().getFirst().lowest();
        assertEquals(new RecoveredRange(0, 4, 5, 1_700_000_000_000L, Long.MAX_VALUE), queue.pages());
        assertEquals(List.of(7L, 8L, 9L), queue.newer().stream().map(RecoveredMessage::position).toList());
        assertEquals(10, queue.nextPosition());
    }

    @Test
    void whatTheJournalSettlesIsNeitherCountedNorRead() throws Exception {
        store.declare(1, "q");
        List<StoredMessage> messages = append(0, 9);
        checkpoint();
        for (int i : new int[] {0, 4, 5, 9}) {
            store.remove(1, messages.get(i));
        }
        assertEquals(List.of(), append(10, 9));
        assertTrue(store.round());
        assertEquals(List.of("1:m1", "2:m2", "3:m3", "6:m6", "7:m7", "8:m8"), afterCrash());
        checkpoint();
        assertEquals(List.of("1:m1", "2:m2", "3:m3", "6:m6", "7:m7", "8:m8"), read(0, 9));
    }

    @Test
    void messageThatCameLateHasItsPlaceAmongThosePagedOut() throws Exception {
        // given a message that becomes whole when those behind it are in the store file already
        store.declare(1, "q");
        DurableUnit unit = new DurableUnit(2, 0, NOBODY);
        store.append(1, 2, TestStore.message("late"), unit);
        append(1, 1);
        append(3, 5);
        checkpoint();
        store.writer().skip(unit);
        assertTrue(store.round());

        // when the broker crashes and starts
        store.halt();
        open();
        RecoveredLevel queue = store.store().recovered().queues().getFirst().lowest();

        // then it is paged out like them, whether or not a checkpoint has brought it there
        assertEquals(new RecoveredRange(1, 5, 5, 1_700_000_000_000L, Long.MAX_VALUE), queue.pages());
        assertEquals(List.of(), queue.newer());
        List<String> expected = List.of("1:m1", "2:late", "3:m3", "4:m4", "5:m5");
        assertEquals(expected, read(1, 5));
        checkpoint();
        assertEquals(expected, read(1, 5));
        assertEquals(expected, afterCrash());
    }

    @Test
    void purgeTakesLateOnesToo() throws Exception {
        store.declare(1, "q");
        DurableUnit unit = new DurableUnit(2, 0, NOBODY);
        store.append(1, 2, TestStore.message("late"), unit);
        append(1, 1);
        append(3, 5);
        checkpoint();
        store.writer().skip(unit);
        assertTrue(store.round());
        store.halt();
        open();
        assertEquals(5, store.store().recovered().queues().getFirst().lowest().pages().count());
        store.writer().queue(1).purgedPages(1, 5, 5);
        append(6, 6);
        assertTrue(store.round());
        assertEquals(List.of("6:m6"), afterCrash());
        checkpoint();
        assertEquals(List.of("6:m6"), read(0, 6));
    }

    @Test
    void purgeOfPagesSettlesExactlyWhatIsInTheRange() throws Exception {
        // given batches whose ends lie within the range, with positions that no message has
        store.declare(1, "q");
        for (int i = 0; i < 300; i += 3) {
            store.append(1, i, "m" + i);
        }
        checkpoint();

        // when all but the first and the last two are purged
        store.writer().queue(1).purgedPages(4, 292, 96);
        assertTrue(store.round());

        // then those are left, before a checkpoint has applied it and afterwards
        List<String> left = List.of("0:m0", "3:m3", "294:m294", "297:m297");
        assertEquals(left, afterCrash());
        checkpoint();
        assertEquals(left, read(0, 297));
        assertEquals(left, afterCrash());
        store.writer().queue(1).purgedPages(0, 297, 4);
        checkpoint();
        assertEquals(List.of(), afterCrash());
    }

    /** Found by the random workload: ranges that the next checkpoint had to apply went into the one under way as well. */
    @Test
    void purgeBesideACheckpointBelongsToTheNextOne() throws Exception {
        store.declare(1, "q");
        append(0, 9);
        checkpoint();
        besideNextCheckpoint = () -> {
            store.writer().queue(1).purgedPages(2, 7, 6);
            assertTrue(store.round());
        };
        checkpoint();
        assertEquals(List.of("0:m0", "1:m1", "8:m8", "9:m9"), afterCrash());
    }

    @Test
    void messageOfAHeldUnitOutlivesAPurgeAroundIt() throws Exception {
        store.declare(1, "q");
        DurableUnit unit = new DurableUnit(2, 0, NOBODY);
        append(0, 3);
        store.append(1, 4, TestStore.message("held"), unit);
        append(5, 9);
        checkpoint();
        store.writer().skip(unit);
        store.writer().queue(1).purgedPages(0, 9, 9);
        assertTrue(store.round());
        assertEquals(List.of("4:held"), afterCrash());
        checkpoint();
        assertEquals(List.of("4:held"), read(0, 9));
    }

    @Test
    void markSaysWhatMayHaveBeenDelivered() throws Exception {
        store.declare(1, "q");
        append(0, 9);
        store.writer().queue(1).reserve(4, null);
        checkpoint();
        store.halt();
        open();
        RecoveredState.Queue queue = store.recovered().queues().getFirst();
        assertEquals(4, queue.mark());
        assertEquals(5, queue.messages().stream().filter(RecoveredMessage::redelivered).count());

        // and it may go back, as when a broker stops that has delivered nothing
        store.writer().queue(1).reserve(-1, null);
        assertTrue(store.round());
        store.halt();
        open();
        assertEquals(-1, store.recovered().queues().getFirst().mark());
    }

    @Test
    void markThatIsPartOfAUnitWaitsForTheOtherParts() throws Exception {
        store.declare(1, "q");
        DurableUnit unit = new DurableUnit(2, 0, NOBODY);
        store.writer().queue(1).reserve(50_000, unit);
        assertTrue(store.round());
        store.halt();
        open();
        assertEquals(-1, store.recovered().queues().getFirst().mark());
        unit = new DurableUnit(2, 0, NOBODY);
        store.writer().queue(1).reserve(50_000, unit);
        store.writer().skip(unit);
        assertTrue(store.round());
        store.halt();
        open();
        assertEquals(50_000, store.recovered().queues().getFirst().mark());
    }

    @Test
    void damagedBatchIsAnAnswerInOneLine() throws Exception {
        store.declare(1, "q");
        append(0, 9);
        checkpoint();
        store.halt();
        Path file = folder.resolve("store-0000000001.h2");
        byte[] bytes = Files.readAllBytes(file);
        bytes[indexOf(bytes, "m7") + 1] ^= 1;
        Files.write(file, bytes);
        open();
        String reason = assertThrows(StoreException.class, () -> read(0, 9)).getMessage();
        assertEquals(1, reason.lines().count());
        assertTrue(reason.contains("the batch at position 0 of queue 1 is damaged: its CRC does not fit"), reason);
    }

    private static int indexOf(byte[] bytes, String text) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
        assertTrue(at > 0);
        return at;
    }
}
