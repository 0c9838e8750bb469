package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.store.power.CutShape;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.SimulatedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint meets an error of the disk while a batch of messages is being put into the store file: what had been gathered for it
 * belongs to no later checkpoint, which is told of these messages anew. Found by simulated power cuts.
 */
class FailedCheckpointTest {

    private static final Path FOLDER = Path.of("simulated");

    /** The queue that comes first in each checkpoint. */
    private static final long EARLIER = 1;

    /** The queue whose messages the checkpoint fails with. */
    private static final long LATER = 2;

    /** Two of them are so much that the second is committed in the midst of the checkpoint. */
    private static final int BIG = 1 << 20;

    private static final int BIG_COUNT = 4;

    /** One of them is most of a batch. */
    private static final int SMALL = 1_500;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Semaphore checkpoints = new Semaphore(0);
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(disk, FOLDER, TestStore.SMALL, this::reached);
        store.declare(EARLIER, "earlier");
        store.declare(LATER, "later");
        assertTrue(store.round());
    }

    @AfterEach
    void halt() {
        store.halt();
    }

    private void reached(CheckpointStep step) {
        if (step == CheckpointStep.CLEANED) {
            checkpoints.release();
        }
    }

    private void append(long queue, long position, String body) {
        store.append(queue, position, body);
        assertTrue(store.round());
    }

    private static String body(String text, int length) {
        return text.repeat(length / text.length());
    }

    private void appendBig() {
        for (int position = 0; position < BIG_COUNT; position++) {
            append(LATER, position, body("m" + position, BIG));
        }
    }

    private void makeCheckpoint() {
        store.store().wantCheckpoint();
        checkpoints.acquireUninterruptibly();
    }

    /** The one that fails, and the one that the store makes by itself when it has been reopened. */
    private void failOnceInACheckpoint() {
        AtomicBoolean failed = new AtomicBoolean();
        disk.overseer((number, operation, name, grows) -> {
            boolean fails = operation == Operation.WRITE && name.startsWith("store-") && !failed.getAndSet(true);
            return fails ? Overseer.Verdict.FAILS : Overseer.Verdict.DONE;
        });
        makeCheckpoint();
        assertTrue(failed.get());
    }

    private List<String> earlierAfterPowerCut() throws Exception {
        store.halt();
        store = TestStore.open(disk.afterCut(new CutShape(1)), FOLDER, TestStore.SMALL, step -> {});
        return store.recovered().queues().stream()
                .filter(found -> found.definition().id() == EARLIER)
                .map(TestStore::contents)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void messagesOfABatchThatCouldNotBeWrittenGetIntoNoOtherQueue() throws Exception {
        append(EARLIER, 100, "e100");
        appendBig();
        failOnceInACheckpoint();
        assertEquals(List.of("100:e100"), earlierAfterPowerCut());
    }

    @Test
    void messagesOfABatchThatCouldNotBeWrittenReplaceNoneOfAnotherQueue() throws Exception {
        // given messages at the same positions in a queue, each in a batch of its own
        List<String> expected = new ArrayList<>();
        for (int position = 0; position < BIG_COUNT; position++) {
            String body = body("e" + position, SMALL);
            append(EARLIER, position, body);
            makeCheckpoint();
            expected.add(position + ":" + body);
        }
        append(EARLIER, 100, "e100");
        expected.add("100:e100");
        // when a checkpoint fails that this queue is in as well
        appendBig();
        failOnceInACheckpoint();
        // then all of them are there
        assertEquals(expected, earlierAfterPowerCut());
    }
}
