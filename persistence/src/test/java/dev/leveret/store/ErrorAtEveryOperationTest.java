package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.store.disk.DiskFile;
import dev.leveret.store.power.CutShape;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.Overseer.Verdict;
import dev.leveret.store.power.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation of the disk fails in turn, the journal's and H2's. The store is reopened and goes on, and the next start finds
 * what was confirmed before and after, on the disk as it is as well as after a power cut.
 */
class ErrorAtEveryOperationTest {

    private static final Path FOLDER = Path.of("simulated");
    private static final int STEPS = 20;
    private static final int STEPS_TO_A_CHECKPOINT = 4;

    /** A new store file with nearly each checkpoint. */
    private static final StoreSettings SETTINGS =
            new StoreSettings(64 << 10, 64 << 10, Long.MAX_VALUE, 1_000_000_000, 2048, 8 << 10, 5);

    private final Semaphore checkpoints = new Semaphore(0);

    @EnumSource
    @ParameterizedTest
    void anyOperationMayFail(Operation operation) throws Exception {
        int failures = failInTurn(7, operation);
        assertTrue(failures > 0, operation + " did not happen");
    }

    @Test
    void spaceMayRunOutAtAnyOperation() throws Exception {
        int failures = failInTurn(8, null);
        assertTrue(failures > 30, "space ran out only " + failures + " times");
    }

    private int failInTurn(long seed, Operation operation) throws Exception {
        int failures = 0;
        boolean failedAgain = true;
        for (int number = 1; failedAgain; number++) {
            Failing failing = new Failing(operation, number);
            try {
                new History(seed, failing).run();
            } catch (AssertionError | StoreException e) {
                throw new AssertionError("number " + number + ", " + failing.name + ": " + e.getMessage(), e);
            }
            failedAgain = failing.name != null;
            failures += failedAgain ? 1 : 0;
        }
        return failures;
    }

    /** One operation of a kind fails; or some that need space, from one of them on. */
    private static final class Failing implements Overseer {
        private final Operation kind;
        private final int from;
        private int count;
        private int left;
        private volatile String name;

        /** @param kind null for all that need space */
        Failing(Operation kind, int from) {
            this.kind = kind;
            this.from = from;
            this.left = kind == null ? 1 + from % 7 : 1;
        }

        @Override
        public Verdict verdict(long number, Operation operation, String file, boolean grows) {
            boolean counts = kind == null ? grows : operation == kind;
            count += counts ? 1 : 0;
            if (!counts || count < from || left == 0) {
                return Verdict.DONE;
            }
            left--;
            if (name == null) {
                name = operation + " of " + file;
            }
            return Verdict.FAILS;
        }
    }

    /** One store that meets an error. */
    private final class History {
        private final Random random;
        private final Failing failing;
        private final Expectation expectation = new Expectation();
        private final PowerWorkload workload;
        private final SimulatedDisk disk = new SimulatedDisk();

        History(long seed, Failing failing) {
            this.random = new Random(seed);
            this.failing = failing;
            this.workload = new PowerWorkload(random, expectation);
        }

        void run() throws Exception {
            expectation.startFrom(new StoreContents());
            meetTheError();
            disk.overseer(Overseer.NOTHING_HAPPENS);
            // A power cut may follow at once,
            SimulatedDisk afterCut = disk.afterCut(new CutShape(31 * failing.from + 1));
            look(afterCut);
            // or a start on the disk as it is, which finds in the cache what was not written,
            goOn(disk);
            // and then a power cut.
            look(disk.afterCut(new CutShape(31 * failing.from + 2)));
        }

        private void meetTheError() throws Exception {
            live(BrokerStore::halt);
            if (failing.name == null) {
                leaveUnprovenTail();
                live(BrokerStore::close);
            }
            if (failing.name == null) {
                expectation.everythingIsDurable();
            }
        }

        private void live(Consumer<BrokerStore> end) throws Exception {
            disk.overseer(failing);
            BrokerStore store;
            try {
                store = BrokerStore.open(disk, FOLDER, SETTINGS, TestStore::complete, ErrorAtEveryOperationTest.this::reached);
            } catch (StoreException e) {
                assertTrue(failing.name != null, e.getMessage());
                assertEquals(1, e.getMessage().lines().count());
                return;
            }
            StoreContents contents = StoreContents.of(store);
            expectation.verify(contents.keys());
            workload.on(store, contents, () -> false);
            for (int step = 1; step <= STEPS; step++) {
                workload.step().await();
                if (step % STEPS_TO_A_CHECKPOINT == 0) {
                    makeCheckpoint(store);
                }
            }
            if (failing.name != null) {
                awaitTheEndOfTheOutage(store);
            }
            end.accept(store);
            assertFalse(store.hasFailed(), failing.name);
        }

        /** After an error the store makes a checkpoint by itself. */
        private void awaitTheEndOfTheOutage(BrokerStore store) {
            while (store.isImpaired() && !store.hasFailed()) {
                Thread.onSpinWait();
            }
        }

        /** As if the process had been killed in the midst of a checkpoint. */
        private void leaveUnprovenTail() throws IOException {
            disk.overseer(Overseer.NOTHING_HAPPENS);
            for (String name : disk.list()) {
                if (name.endsWith(".h2")) {
                    try (DiskFile file = disk.open(name)) {
                        file.write(ByteBuffer.allocate(10_000), file.size());
                    }
                }
            }
        }

        private void look(SimulatedDisk at) throws StoreException {
            BrokerStore store = BrokerStore.open(at, FOLDER, SETTINGS, TestStore::complete, step -> {});
            try {
                expectation.verify(StoreContents.of(store).keys());
            } finally {
                store.halt();
            }
        }

        private void goOn(SimulatedDisk at) throws Exception {
            BrokerStore store = BrokerStore.open(at, FOLDER, SETTINGS, TestStore::complete, step -> {});
            try {
                StoreContents contents = StoreContents.of(store);
                expectation.verify(contents.keys());
                workload.on(store, contents, () -> false);
                for (int steps = random.nextInt(4); steps > 0; steps--) {
                    workload.step().await();
                }
            } finally {
                store.halt();
            }
        }
    }

    private void reached(CheckpointStep step) {
        if (step == CheckpointStep.CLEANED) {
            checkpoints.release();
        }
    }

    private void makeCheckpoint(BrokerStore store) throws InterruptedException {
        checkpoints.drainPermits();
        store.wantCheckpoint();
        while (!store.hasFailed() && !checkpoints.tryAcquire(1, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait();
        }
    }
}
