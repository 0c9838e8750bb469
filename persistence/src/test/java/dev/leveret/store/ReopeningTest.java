package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.disk.DiskFile;
import dev.leveret.store.power.CutShape;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After an error of the disk the store is reopened beside the broker, which goes on with all that its queues have. */
class ReopeningTest {

    private static final Path FOLDER = Path.of("simulated");
    private static final String JOURNAL = "journal-";
    private static final String STORE_FILE = "store-";
    private static final String SPARE = "spare-";

    private final SimulatedDisk disk = new SimulatedDisk();
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(disk, FOLDER, TestStore.SMALL, step -> {});
        store.declare(1, "q");
        assertTrue(store.round());
    }

    @AfterEach
    void halt() {
        disk.overseer(Overseer.NOTHING_HAPPENS);
        store.halt();
    }

    private List<StoredMessage> append(int first, int last) {
        List<StoredMessage> handles = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            handles.add(store.append(1, i, "m" + i));
        }
        return handles;
    }

    private void awaitEndOfTheOutage() {
        while (store.store().isImpaired()) {
            Thread.onSpinWait();
        }
    }

    /** The store makes it beside everything else once it is open. */
    private void awaitSpareSegment() {
        while (!exists(SPARE)) {
            Thread.onSpinWait();
        }
    }

    /** Makes a checkpoint, and waits until its proof has been synced. */
    private void prove() {
        AtomicInteger syncs = new AtomicInteger();
        disk.overseer((number, operation, name, grows) -> {
            if (operation == Operation.SYNC_FILE && name.startsWith(syncs.get() == 0 ? STORE_FILE : JOURNAL)) {
                syncs.getAndIncrement();
            }
            return Overseer.Verdict.DONE;
        });
        store.store().wantCheckpoint();
        while (syncs.get() < 2) {
            Thread.onSpinWait();
        }
    }

    /** What a start finds after a power cut. */
    private List<String> afterPowerCut() throws Exception {
        store.halt();
        store = TestStore.open(disk.afterCut(new CutShape(1)), FOLDER, TestStore.SMALL, step -> {});
        return TestStore.contents(store.recovered().queues().getFirst());
    }

    private static Overseer once(Operation failing, String file) {
        AtomicInteger count = new AtomicInteger();
        return (number, operation, name, grows) ->
                operation == failing && name.startsWith(file) && count.getAndIncrement() == 0
                        ? Overseer.Verdict.FAILS
                        : Overseer.Verdict.DONE;
    }

    /** What needs space fails as soon as a store file could not be synced, and that once. */
    private static Overseer fullDiskFromTheFirstCheckpointOn() {
        AtomicInteger syncs = new AtomicInteger();
        return (number, operation, name, grows) -> {
            boolean isSyncOfTheStore = operation == Operation.SYNC_FILE && name.startsWith(STORE_FILE);
            if (isSyncOfTheStore && syncs.getAndIncrement() == 0 || grows && syncs.get() > 0) {
                return Overseer.Verdict.FAILS;
            }
            return Overseer.Verdict.DONE;
        };
    }

    /** The next sync of the journal fails, and whatever needs space. */
    private static Overseer fullDiskFromNowOn() {
        Overseer error = once(Operation.SYNC_FILE, JOURNAL);
        return (number, operation, name, grows) ->
                grows ? Overseer.Verdict.FAILS : error.verdict(number, operation, name, grows);
    }

    @Test
    void roundWhoseSyncFailsIsRefusedAndWrittenWithALaterOne() throws Exception {
        disk.overseer(once(Operation.SYNC_FILE, JOURNAL));
        append(0, 0);
        assertFalse(store.round());
        append(1, 1);
        assertTrue(store.round());
        assertEquals(List.of("0:m0", "1:m1"), afterPowerCut());
    }

    @Test
    void whatARefusedRoundHasSettledIsSettledLater() throws Exception {
        List<StoredMessage> messages = append(0, 3);
        assertTrue(store.round());
        disk.overseer(once(Operation.WRITE, JOURNAL));
        store.remove(1, messages.get(1));
        assertFalse(store.round());
        store.remove(1, messages.get(2));
        assertTrue(store.round());
        assertEquals(List.of("0:m0", "3:m3"), afterPowerCut());
    }

    @Test
    void queueThatWasDeletedInARefusedRoundIsGoneLater() throws Exception {
        append(0, 3);
        store.declare(2, "other");
        assertTrue(store.round());
        disk.overseer(once(Operation.WRITE, JOURNAL));
        store.undefine(TestStore.queue(1, "q"));
        assertFalse(store.round());
        assertTrue(store.round());
        store.halt();
        store = TestStore.open(disk.afterCut(new CutShape(1)), FOLDER, TestStore.SMALL, step -> {});
        assertEquals(List.of("other"), store.recovered().queues().stream().map(queue -> queue.definition().name()).toList());
    }

    @Test
    void errorThatOnlyACheckpointMeetsRefusesNothing() throws Exception {
        // given a checkpoint that fails
        append(0, 0);
        assertTrue(store.round());
        disk.overseer(once(Operation.SYNC_FILE, STORE_FILE));
        store.store().wantCheckpoint();
        // when messages come all the time
        for (int i = 1; i < 50 || store.store().isImpaired(); i++) {
            append(i, i);
            // then all are confirmed
            assertTrue(store.round());
        }
    }

    @Test
    void messagesCanBeReadWhileTheDiskIsFullAndAreConfirmedWhenItIsNot() throws Exception {
        // given messages that a checkpoint has brought out of memory, which then was not proven
        List<StoredMessage> messages = append(0, 9);
        assertTrue(store.round());
        disk.overseer(fullDiskFromTheFirstCheckpointOn());
        store.store().wantCheckpoint();
        PagedQueue pages = store.store().pages(1);
        while (!pages.holds(messages.getLast()) || !store.store().isImpaired()) {
            Thread.onSpinWait();
        }

        // when they are read
        List<String> read = RecoveredState.texts(RecoveredState.read(pages, 0, 9, 100));

        // then they are there, although nothing can be written
        assertEquals(10, read.size());
        assertTrue(store.store().isImpaired());

        // and when there is space again, what was settled and what came meanwhile is durable
        store.remove(1, messages.getFirst());
        append(10, 10);
        store.writer().flush();
        disk.overseer(Overseer.NOTHING_HAPPENS);
        assertTrue(store.round());
        awaitEndOfTheOutage();
        assertEquals(10, RecoveredState.read(pages, 0, 10, 100).size());
        List<String> found = afterPowerCut();
        assertEquals("1:m1", found.getFirst());
        assertEquals("10:m10", found.getLast());
        assertEquals(10, found.size());
    }

    @Test
    void whatWaitsForADiskThatStaysFullIsRefusedInTheEndAndWrittenLater() throws Exception {
        // given a disk that nothing can be written to
        disk.overseer((number, operation, name, grows) -> Overseer.Verdict.FAILS);
        append(0, 0);
        assertFalse(store.round());
        // when somebody waits, then not for ever
        append(1, 1);
        assertFalse(store.round());
        // and when the disk works again, what the queues have is written
        disk.overseer(Overseer.NOTHING_HAPPENS);
        append(2, 2);
        assertTrue(store.round());
        assertEquals(List.of("0:m0", "1:m1", "2:m2"), afterPowerCut());
    }

    @Test
    void storeThatHasLostSomethingDurableFails() throws Exception {
        // given a store that can't be reopened for a while
        append(0, 0);
        assertTrue(store.round());
        Thread test = Thread.currentThread();
        disk.overseer((number, operation, name, grows) ->
                Thread.currentThread() == test ? Overseer.Verdict.DONE : Overseer.Verdict.FAILS);
        append(1, 1);
        assertFalse(store.round());
        // when the journal is damaged meanwhile
        String journal = disk.list().stream().filter(name -> name.startsWith(JOURNAL)).findFirst().orElseThrow();
        try (DiskFile file = disk.open(journal)) {
            file.write(ByteBuffer.allocate(64 << 10), 0);
        }
        disk.overseer(Overseer.NOTHING_HAPPENS);
        // then it says so, and nothing is confirmed any more
        assertTrue(store.store().failure().join().contains(journal), store.store().failure().join());
        assertFalse(store.round());
        assertTrue(store.store().hasFailed());
    }

    @Test
    void closeDoesNotWaitForADiskThatCannotBeWritten() throws Exception {
        // given messages that wait for the store to be reopened
        disk.overseer((number, operation, name, grows) -> Overseer.Verdict.FAILS);
        append(0, 0);
        assertFalse(store.round());
        append(1, 1);
        // when it is closed
        store.close();
        assertFalse(store.store().failure().isDone(), "its data can be trusted");
        // then it has come to its end, and what has waited is not there; what was refused may be
        disk.overseer(Overseer.NOTHING_HAPPENS);
        open();
        assertFalse(TestStore.contents(store.recovered().queues().getFirst()).contains("1:m1"));
    }

    @Test
    void whatIsSettledOfARefusedRoundIsNotWrittenWithTheRest() throws Exception {
        // given two messages of a round that was refused
        disk.overseer(once(Operation.SYNC_FILE, JOURNAL));
        List<StoredMessage> messages = append(0, 1);
        assertFalse(store.round());
        // when the second of them is settled before the round is written again
        store.remove(1, messages.get(1));
        assertTrue(store.round());
        // then a checkpoint has only the first
        awaitEndOfTheOutage();
        store.store().wantCheckpoint();
        store.close();
        assertFalse(store.store().hasFailed());
        store = TestStore.open(disk, FOLDER, TestStore.SMALL, step -> {});
        assertEquals(List.of("0:m0"), TestStore.contents(store.recovered().queues().getFirst()));
    }

    @Test
    void whatIsSettledWhileTheDiskStaysFullWasNeverWritten() throws Exception {
        // given a message of a round that was refused since the disk is full
        awaitSpareSegment();
        disk.overseer(fullDiskFromNowOn());
        StoredMessage message = append(0, 0).getFirst();
        assertFalse(store.round());
        // when it is settled, and nobody waits any longer
        store.remove(1, message);
        assertFalse(store.round());
        // then, when there is space again, a start finds neither
        disk.overseer(Overseer.NOTHING_HAPPENS);
        assertTrue(store.round());
        awaitEndOfTheOutage();
        assertEquals(List.of(), afterPowerCut());
    }

    @Test
    void whatIsSettledInTheStoreFileWhileTheDiskStaysFullIsSettledByARoundOnly() throws Exception {
        // given messages that a checkpoint has proven, and a full disk
        List<StoredMessage> messages = append(0, 3);
        assertTrue(store.round());
        prove();
        disk.overseer(fullDiskFromNowOn());
        append(4, 4);
        assertFalse(store.round());
        // when they are settled, and nobody waits any longer
        messages.forEach(message -> store.remove(1, message));
        assertFalse(store.round());
        // then, when there is space again, a start finds what came later
        disk.overseer(Overseer.NOTHING_HAPPENS);
        assertTrue(store.round());
        awaitEndOfTheOutage();
        assertEquals(List.of("4:m4"), afterPowerCut());
    }

    @Test
    void queueThatIsDeletedWhileTheDiskStaysFullIsThereUntilARoundSaysSo() throws Exception {
        // given messages that a checkpoint has proven, and a full disk
        List<StoredMessage> messages = append(0, 3);
        store.declare(2, "other");
        assertTrue(store.round());
        prove();
        disk.overseer(fullDiskFromNowOn());
        append(4, 4);
        assertFalse(store.round());
        // when the queue is deleted, after and before something of it is settled
        store.remove(1, messages.get(0));
        store.undefine(TestStore.queue(1, "q"));
        assertFalse(store.round());
        store.remove(1, messages.get(1));
        assertFalse(store.round());
        // then a start finds it gone
        disk.overseer(Overseer.NOTHING_HAPPENS);
        assertTrue(store.round());
        awaitEndOfTheOutage();
        store.halt();
        store = TestStore.open(disk.afterCut(new CutShape(1)), FOLDER, TestStore.SMALL, step -> {});
        assertEquals(List.of("other"), store.recovered().queues().stream().map(queue -> queue.definition().name()).toList());
    }

    @Test
    void spareSegmentsGiveWayToWhatAReopeningNeeds() throws Exception {
        // given a disk that is full but for the space of a spare segment
        awaitSpareSegment();
        Overseer error = once(Operation.SYNC_FILE, JOURNAL);
        disk.overseer((number, operation, name, grows) -> {
            boolean isFull = grows && name.equals("journal.new") && exists(SPARE);
            return isFull ? Overseer.Verdict.FAILS : error.verdict(number, operation, name, grows);
        });
        // when the store has to be reopened
        append(0, 0);
        assertFalse(store.round());
        // then it can be
        append(1, 1);
        assertTrue(store.round());
        assertEquals(List.of("0:m0", "1:m1"), afterPowerCut());
    }

    private boolean exists(String prefix) {
        try {
            return disk.list().stream().anyMatch(name -> name.startsWith(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void storeFileThatSomebodyHasCutOffIsNoticedByTheNextCheckpoint() throws Exception {
        append(0, 9);
        prove();
        String name = disk.list().stream().filter(file -> file.startsWith(STORE_FILE)).findFirst().orElseThrow();
        try (DiskFile file = disk.open(name)) {
            file.truncate(file.size() / 2);
        }
        store.store().wantCheckpoint();
        assertTrue(store.store().failure().join().contains("too short"), store.store().failure().join());
    }

    @Test
    void outageThatLastsLeavesNoFilesBehindAndDoesNotHoldUpTheEnd() throws Exception {
        // given a store that can be reopened, but not make the checkpoint after that
        AtomicInteger reopenings = new AtomicInteger();
        disk.overseer((number, operation, name, grows) -> {
            boolean isStore = name.startsWith(STORE_FILE);
            reopenings.addAndGet(operation == Operation.SYNC_FILE && isStore ? 1 : 0);
            return operation == Operation.WRITE && isStore && grows ? Overseer.Verdict.FAILS : Overseer.Verdict.DONE;
        });
        append(0, 0);
        assertTrue(store.round());
        store.store().wantCheckpoint();
        // when it is tried again and again
        while (reopenings.get() < 20) {
            Thread.onSpinWait();
        }
        // then there are not more and more segments
        long journals = disk.list().stream().filter(name -> name.startsWith(JOURNAL)).count();
        assertTrue(journals < 5, journals + " segments");
        // and the store can be closed
        store.close();
        assertFalse(store.store().failure().isDone());
    }
}
