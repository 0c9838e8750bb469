package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.StoredMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often messages have come back is there after a restart, for each priority by itself. */
class ReturnCountTest {

    @TempDir
    Path folder;

    private static final QueueDefinition QUEUE = new QueueDefinition(1, "/", "q", false, FieldTable.EMPTY, 2);

    private static List<RecoveredLevel> levels(TestStore store) {
        return store.store().recovered().queues().getFirst().levels();
    }

    @Test
    void latestCountsAreThere() throws Exception {
        // given messages of two priorities that came back, one of them twice, and one that is gone
        try (TestStore store = TestStore.open(folder)) {
            store.writer().define(QUEUE, null);
            store.append(1, 0, "a");
            store.append(3, 0, "b");
            store.writer().queue(1).returned(0, 1);
            store.writer().queue(3).returned(0, 1);
            store.writer().queue(3).returned(0, 2);
            store.writer().queue(3).returned(1, 5);
            store.round();
            store.writer().queue(3).returned(1, 0);
            store.round();
        }
        // when the store is opened twice, which reads its journal and its file
        for (int i = 0; i < 2; i++) {
            try (TestStore store = TestStore.open(folder)) {
                // then
                List<RecoveredLevel> levels = levels(store);
                assertEquals(Map.of(0L, 1), levels.get(0).returns());
                assertEquals(Map.of(0L, 2), levels.get(1).returns());
            }
        }
    }

    @Test
    void messageWhoseRemovalIsNotWholeHasItsCount() throws Exception {
        // given a message that came back, and left in a unit of which not all parts came
        try (TestStore store = TestStore.open(folder)) {
            store.writer().define(QUEUE, null);
            StoredMessage message = store.append(1, 0, "a");
            store.writer().queue(1).returned(0, 3);
            store.round();
            store.writer().queue(1).removeReturned(message, 0, new DurableUnit(2, 0, DurableUnit.NOBODY));
            store.round();
            store.halt();
        }
        // when
        try (TestStore store = TestStore.open(folder)) {
            // then it is where it was
            RecoveredState.Queue found = store.recovered().queues().getFirst();
            assertEquals(List.of("0:a"), TestStore.contents(found));
            assertEquals(Map.of(0L, 3), found.returns());
            store.writer().queue(1).removeReturned(found.messages().getFirst().handle(), 0, null);
            store.round();
        }
        // and when it leaves as a whole, so does its count
        try (TestStore store = TestStore.open(folder)) {
            RecoveredState.Queue left = store.recovered().queues().getFirst();
            assertEquals(List.of(), TestStore.contents(left));
            assertEquals(Map.of(), left.returns());
        }
    }

    @Test
    void countsOfAQueueThatIsGoneAreForgotten() throws Exception {
        // given counts of a queue that was never declared, as far as the store knows
        try (TestStore store = TestStore.open(folder)) {
            store.writer().queue(7).returned(0, 3);
            store.round();
        }
        // when there is one of that id at last
        try (TestStore store = TestStore.open(folder)) {
            store.round();
        }
        try (TestStore store = TestStore.open(folder)) {
            store.declare(7, "q");
            store.round();
        }
        // then it has none
        try (TestStore store = TestStore.open(folder)) {
            assertEquals(Map.of(), levels(store).getFirst().returns());
        }
    }
}
