package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.store.power.CutShape;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.SimulatedDisk;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A sync that has failed is not made good by one that succeeds: the system takes what it could not write for written. */
class FailedSyncTest {

    private static final Path FOLDER = Path.of("simulated");

    @Test
    void roundThatAStartHasFoundInTheCacheAloneIsMadeDurableBeforeAnythingIsBuiltUponIt() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            // given a round whose sync has failed, and which can be read nevertheless
            SimulatedDisk disk = new SimulatedDisk();
            TestStore store = open(disk);
            store.declare(1, "q");
            assertTrue(store.round());
            disk.overseer(failFromTheNextSyncOn());
            store.append(1, 0, "failed");
            assertFalse(store.round());
            store.halt();
            disk.overseer(Overseer.NOTHING_HAPPENS);
            // when a start finds it, something is confirmed after that, and the power fails
            store = open(disk);
            store.append(1, 1, "confirmed");
            assertTrue(store.round());
            store.halt();
            store = open(disk.afterCut(new CutShape(seed)));
            // then both are there
            assertEquals("[0:failed, 1:confirmed]", TestStore.contents(store.recovered().queues().getFirst()).toString());
            store.halt();
        }
    }

    /** So that the store can't be reopened. */
    private static Overseer failFromTheNextSyncOn() {
        AtomicBoolean failed = new AtomicBoolean();
        return (number, operation, file, grows) -> {
            if (operation == Operation.SYNC_FILE && file.startsWith("journal-")) {
                failed.set(true);
            }
            return failed.get() ? Overseer.Verdict.FAILS : Overseer.Verdict.DONE;
        };
    }

    private static TestStore open(SimulatedDisk disk) throws StoreException {
        return TestStore.open(disk, FOLDER, TestStore.SMALL, step -> {});
    }
}
