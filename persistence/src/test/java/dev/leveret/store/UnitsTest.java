package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to one unit becomes durable together; what need not be written is not. */
class UnitsTest {

    private static final class Outcomes implements DurableUnit.Completion {
        private final List<String> heard = new ArrayList<>();

        @Override
        public synchronized void durable() {
            heard.add("durable");
        }

        @Override
        public synchronized void failed() {
            heard.add("failed");
        }

        synchronized List<String> heard() {
            return List.copyOf(heard);
        }
    }

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);
    private final Outcomes outcomes = new Outcomes();
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(WatchedDisk.withoutSync(folder), folder, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
        store.declare(1, "one");
        store.declare(2, "two");
        store.declare(3, "three");
        store.round();
    }

    @AfterEach
    void close() {
        store.halt();
    }

    @Test
    void messageToManyQueuesIsWrittenOnce() throws Exception {
        DurableUnit unit = new DurableUnit(3, 0, outcomes);
        var message = TestStore.message("once-and-for-all");
        for (long queue = 1; queue <= 3; queue++) {
            store.append(queue, 0, message, unit);
        }
        assertTrue(store.round());
        assertEquals(1, occurrences("once-and-for-all"));
        assertEquals(List.of("durable"), outcomes.heard());
        assertEquals(List.of("0:once-and-for-all"), reopened(2));
    }

    @Test
    void messagesOfATransactionAreWrittenOnceEachWhateverTheOrderOfTheirParts() throws Exception {
        DurableUnit unit = new DurableUnit(4, 0, outcomes);
        var first = TestStore.message("first-of-the-transaction");
        var second = TestStore.message("second-of-the-transaction");
        store.append(1, 0, first, unit);
        store.append(1, 1, second, unit);
        store.append(2, 0, first, unit);
        store.append(2, 1, second, unit);
        assertTrue(store.round());
        assertEquals(1, occurrences("first-of-the-transaction"));
        assertEquals(1, occurrences("second-of-the-transaction"));
    }

    @Test
    void unitIsHeldUntilItsLastPartHasCome() throws Exception {
        // given a unit of which a part is missing
        DurableUnit unit = new DurableUnit(2, 0, outcomes);
        store.append(1, 0, TestStore.message("held"), unit);
        assertTrue(store.round());
        assertEquals(0, occurrences("held"));
        assertEquals(List.of(), outcomes.heard());

        // when it comes, by another writer
        StoreWriter other = store.store().writer();
        other.queue(2).skip(unit);
        other.flush();
        assertTrue(store.round());

        // then all of it is durable
        assertEquals(1, occurrences("held"));
        assertEquals(List.of("durable"), outcomes.heard());
    }

    @Test
    void unitThatIsNeverCompleteFailsWhenTheStoreCloses() throws Exception {
        store.append(1, 0, TestStore.message("half"), new DurableUnit(2, 0, outcomes));
        store.round();
        store.close();
        assertEquals(List.of("failed"), outcomes.heard());
        open();
        assertEquals(List.of(), reopened(1));
    }

    @Test
    void messageSettledInItsOwnRoundIsNeverWritten() throws Exception {
        DurableUnit unit = new DurableUnit(1, 0, outcomes);
        StoredMessage message = store.append(1, 0, TestStore.message("short-lived"), unit);
        store.remove(1, message);
        assertTrue(store.round());
        assertEquals(0, occurrences("short-lived"));
        assertEquals(List.of("durable"), outcomes.heard());
    }

    @Test
    void removalThatIsHeldDoesNotKeepItsMessageFromBeingWritten() throws Exception {
        // given a message that is settled by a transaction which is not complete
        StoredMessage message = store.append(1, 0, TestStore.message("still-there"), new DurableUnit(1, 0, outcomes));
        DurableUnit transaction = new DurableUnit(2, 0, outcomes);
        store.writer().queue(1).remove(message, transaction);
        assertTrue(store.round());
        assertEquals(List.of("0:still-there"), reopened(1));

        // when it becomes complete
        store.writer().skip(transaction);
        assertTrue(store.round());
        assertEquals(List.of(), reopened(1));
    }

    @Test
    void messageThatIsSettledWhileItsUnitIsHeldDoesNotAppearAfterwards() throws Exception {
        DurableUnit unit = new DurableUnit(2, 0, outcomes);
        StoredMessage consumed = store.append(1, 0, TestStore.message("consumed-early"), unit);
        store.remove(1, consumed);
        assertTrue(store.round());
        store.append(2, 0, TestStore.message("other-part"), unit);
        assertTrue(store.round());
        assertEquals(List.of(), reopened(1));
        assertEquals(List.of("0:other-part"), reopened(2));
    }

    @Test
    void messageThatOutlivesNoCheckpointNeverReachesTheStoreFile() throws Exception {
        StoredMessage message = store.append(1, 0, "journal-only");
        store.round();
        store.remove(1, message);
        store.round();
        store.close();
        assertEquals(0, occurrencesIn("store-", "journal-only"));
        open();
    }

    @Test
    void messagesThatComeLateDoNotHideThoseThatCameBefore() throws Exception {
        // given positions 1 to 3, which a checkpoint brings into the store file while 0 is held
        DurableUnit unit = new DurableUnit(2, 0, outcomes);
        store.append(1, 0, TestStore.message("a"), unit);
        StoredMessage early = store.append(1, 1, "b");
        store.append(1, 2, "c");
        StoredMessage middle = store.append(1, 3, "d");
        checkpoint();
        // when 0 comes together with 4, and another checkpoint brings these
        store.writer().skip(unit);
        store.append(1, 4, "e");
        checkpoint();
        // then all can be settled
        store.remove(1, middle);
        store.remove(1, early);
        checkpoint();
        assertEquals(List.of("0:a", "2:c", "4:e"), reopened(1));
    }

    private void checkpoint() {
        assertTrue(store.round());
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
    }

    @Test
    void pendingBytesAreGoneWhenAllIsDurable() {
        store.append(1, 0, "some");
        assertEquals(0, store.store().pendingBytes());
        store.writer().flush();
        assertTrue(store.round());
        assertEquals(0, store.store().pendingBytes());
        assertFalse(store.store().hasFailed());
    }

    private List<String> reopened(long queueId) throws Exception {
        Path copy = Folders.copy(folder, folder.resolveSibling(folder.getFileName() + "-copy"));
        TestStore reopened = TestStore.open(WatchedDisk.withoutSync(copy), copy, TestStore.SMALL, step -> {});
        try {
            return reopened.recovered().queues().stream()
                    .filter(queue -> queue.definition().id() == queueId)
                    .map(TestStore::contents)
                    .findFirst()
                    .orElseThrow();
        } finally {
            reopened.halt();
            Folders.delete(copy);
        }
    }

    private int occurrences(String text) throws IOException {
        return occurrencesIn("journal-", text);
    }

    private int occurrencesIn(String filePrefix, String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (Path file : Folders.files(folder)) {
            if (file.getFileName().toString().startsWith(filePrefix)) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 0; i + wanted.length <= bytes.length; i++) {
                    found += Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length) ? 1 : 0;
                }
            }
        }
        return found;
    }
}
