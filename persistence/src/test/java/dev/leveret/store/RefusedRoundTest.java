package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.power.CutShape;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a refused round would have written is written when the store has been reopened, also if nothing else comes: its content may
 * be that of a unit whose parts have all come in earlier rounds, but for an empty one. Found by simulated power cuts.
 */
class RefusedRoundTest {

    private static final Path FOLDER = Path.of("simulated");
    private static final long SOURCE = 1;
    private static final long TARGET = 2;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Semaphore checkpoints = new Semaphore(0);
    private TestStore store;
    private StoredMessage message;

    @BeforeEach
    void openWithAMessage() throws Exception {
        open(disk);
        store.declare(SOURCE, "source");
        store.declare(TARGET, "target");
        message = store.append(SOURCE, 0, "m0");
        assertTrue(store.round());
    }

    private void open(SimulatedDisk on) throws Exception {
        store = TestStore.open(on, FOLDER, TestStore.SMALL, this::reached);
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

    /** The message goes from one queue to the other, in a unit whose round is refused; then the outage ends. */
    private void moveInARefusedRound() {
        // Order: the parts come first, in a round of their own, and what completes the unit has no content.
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        DurableUnit unit = unit(3, outcome);
        store.append(TARGET, 0, TestStore.message("m0"), unit);
        store.writer().queue(SOURCE).remove(message, unit);
        assertTrue(store.round());
        AtomicBoolean failed = new AtomicBoolean();
        disk.overseer((number, operation, name, grows) -> {
            boolean fails = operation == Operation.WRITE && name.startsWith("journal-") && !failed.getAndSet(true);
            return fails ? Overseer.Verdict.FAILS : Overseer.Verdict.DONE;
        });
        store.writer().skip(unit);
        store.writer().flush();
        assertFalse(outcome.join());
        checkpoints.acquireUninterruptibly(); // the store makes it when it has been reopened
    }

    private static DurableUnit unit(int parts, CompletableFuture<Boolean> outcome) {
        return new DurableUnit(parts, 0, new DurableUnit.Completion() {
            @Override
            public void durable() {
                outcome.complete(true);
            }

            @Override
            public void failed() {
                outcome.complete(false);
            }
        });
    }

    private List<List<String>> contents() throws Exception {
        return store.recovered().queues().stream().map(TestStore::contents).toList();
    }

    @Test
    void isWrittenBeforeTheNextCheckpoint() throws Exception {
        moveInARefusedRound();
        store.store().wantCheckpoint();
        checkpoints.acquireUninterruptibly();
        store.halt();
        open(disk.afterCut(new CutShape(1)));
        assertEquals(List.of(List.of(), List.of("0:m0")), contents());
    }

    @Test
    void isWrittenBeforeTheStoreIsClosed() throws Exception {
        moveInARefusedRound();
        store.close();
        assertFalse(store.store().isImpaired());
        open(disk);
        assertEquals(List.of(List.of(), List.of("0:m0")), contents());
    }
}
