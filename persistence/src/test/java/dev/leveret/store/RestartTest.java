package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.power.Operation;
import dev.leveret.store.power.Overseer;
import dev.leveret.store.power.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after a store was closed and opened again. */
class RestartTest {

    @TempDir
    Path folder;

    @Test
    void messagesComeBackInOrderWithTheirPositions() throws Exception {
        // given a queue with three messages, of which the second is settled
        try (TestStore store = TestStore.open(folder)) {
            store.declare(1, "q");
            store.append(1, 0, "a");
            StoredMessage second = store.append(1, 1, "b");
            store.append(1, 2, "c");
            store.round();
            store.remove(1, second);
            assertTrue(store.round());
        }

        // when it is opened again
        try (TestStore store = TestStore.open(folder)) {

            // then two are there, and the queue goes on behind them
            RecoveredState.Queue queue = store.recovered().queues().getFirst();
            assertEquals(List.of("0:a", "2:c"), TestStore.contents(queue));
            assertEquals(3, queue.nextPosition());
        }
    }

    @Test
    void positionsAreNotUsedAgainAfterAllMessagesAreGone() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            store.declare(1, "q");
            StoredMessage only = store.append(1, 41, "a");
            store.round();
            store.remove(1, only);
            store.round();
        }
        try (TestStore store = TestStore.open(folder)) {
            assertEquals(42, store.recovered().queues().getFirst().nextPosition());
        }
    }

    @Test
    void definitionsComeBack() throws Exception {
        FieldTable arguments = FieldTable.builder().put("alternate-exchange", "other").build();
        ExchangeDefinition exchange = new ExchangeDefinition("/", "e", "topic", true, false, true, arguments);
        BindingDefinition binding = new BindingDefinition("/", "e", false, "q", "a.#", arguments);
        try (TestStore store = TestStore.open(folder)) {
            store.define(exchange);
            store.declare(7, "q");
            store.define(binding);
            assertTrue(store.round());
        }
        try (TestStore store = TestStore.open(folder)) {
            RecoveredState recovered = store.recovered();
            assertEquals(List.of(exchange), recovered.exchanges());
            assertEquals(List.of(binding), recovered.bindings());
            assertEquals(7, recovered.queues().getFirst().definition().id());
            assertTrue(store.store().newQueueId() > 7);
        }
    }

    @Test
    void undefinedQueueTakesItsMessagesWithIt() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            store.declare(1, "q");
            store.append(1, 0, "a");
            store.round();
            store.undefine(TestStore.queue(1, "q"));
            store.declare(2, "q");
            assertTrue(store.round());
        }
        try (TestStore store = TestStore.open(folder)) {
            RecoveredState.Queue queue = store.recovered().queues().getFirst();
            assertEquals(2, queue.definition().id());
            assertEquals(List.of(), queue.messages());
        }
    }

    @Test
    void messagesWithoutADefinedQueueAreForgotten() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            store.append(5, 0, "nobody's");
            assertTrue(store.round());
        }
        try (TestStore store = TestStore.open(folder)) {
            assertEquals(List.of(), store.recovered().queues());
        }
    }

    @Test
    void secondStoreOnTheSameFolderIsRefusedInOneLine() throws Exception {
        TestStore first = TestStore.open(folder);
        StoreException refused = assertThrows(StoreException.class, () -> TestStore.open(folder));
        assertEquals("the data folder " + folder + " is in use by another broker", refused.getMessage());
        first.close();
        TestStore.open(folder).close();
    }

    @Test
    void messagesThatWereOutOfMemoryAndNotStoredDoNotTakeTheSpaceThatAStartNeeds() throws Exception {
        // given a disk that is full of what need not survive
        Path simulated = Path.of("simulated");
        SimulatedDisk disk = new SimulatedDisk();
        TestStore store = TestStore.open(disk, simulated, TestStore.SMALL, step -> {});
        store.declare(1, "q");
        store.append(1, 0, "m0");
        assertTrue(store.round());
        store.halt();
        disk.create("spill.h2").close();
        AtomicBoolean full = new AtomicBoolean(true);
        disk.overseer((number, operation, file, grows) -> {
            if (operation == Operation.DELETE && file.equals("spill.h2")) {
                full.set(false);
            }
            return grows && full.get() ? Overseer.Verdict.FAILS : Overseer.Verdict.DONE;
        });
        // when the store is opened, then there is space for that
        store = TestStore.open(disk, simulated, TestStore.SMALL, step -> {});
        assertEquals(List.of("0:m0"), TestStore.contents(store.recovered().queues().getFirst()));
        store.halt();
    }
}
