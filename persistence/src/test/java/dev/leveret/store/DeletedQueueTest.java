package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.StoredMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue is not gone before what has left it has arrived elsewhere. */
class DeletedQueueTest {

    private static final QueueDefinition SOURCE = TestStore.queue(1, "source");

    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private TestStore store;
    private StoredMessage letter;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(folder);
        store.declare(1, "source");
        store.declare(2, "target");
        letter = store.append(1, 0, "letter");
        store.append(1, 1, "other");
        store.round();
    }

    @AfterEach
    void close() {
        store.halt();
    }

    private DurableUnit unit(int parts, String name) {
        return new DurableUnit(parts, 0, new DurableUnit.Completion() {
            @Override
            public void durable() {
                told.add(name);
            }

            @Override
            public void failed() {
                told.add(name + " failed");
            }
        });
    }

    /** The letter leaves in this unit, of which the target's part is missing; then its queue is deleted. */
    private void leaveAndDelete(DurableUnit leaves) throws Exception {
        store.writer().queue(1).remove(letter, leaves);
        store.writer().queue(1).deleteQueue();
        store.writer().undefine(SOURCE, unit(1, "deleted"));
        store.round();
    }

    private void arrive(DurableUnit leaves) throws Exception {
        store.writer().queue(2).append(0, TestStore.message("letter"), leaves);
        store.round();
    }

    private List<String> found() throws Exception {
        store.halt();
        store = TestStore.open(folder);
        return store.recovered().queues().stream()
                .map(queue -> queue.definition().name() + TestStore.contents(queue))
                .toList();
    }

    @Test
    void deletionWaitsForTheUnitThatTakesALetterAway() throws Exception {
        // given a letter on its way, and its queue deleted
        leaveAndDelete(unit(2, "leaves"));
        assertEquals(List.of(), told);
        // when the broker ends, then nothing of it has happened
        assertEquals(List.of("source[0:letter, 1:other]", "target[]"), found());
    }

    @Test
    void deletionTakesEffectWithTheUnit() throws Exception {
        // given
        DurableUnit leaves = unit(2, "leaves");
        leaveAndDelete(leaves);
        // when
        arrive(leaves);
        // then
        assertEquals(List.of("leaves", "deleted"), told);
        assertEquals(List.of("target[0:letter]"), found());
    }

    @Test
    void whatIsDefinedUnderTheSameNameWaitsBehindTheDeletion() throws Exception {
        // given the queue is declared once more while its deletion waits, and published to
        DurableUnit leaves = unit(2, "leaves");
        leaveAndDelete(leaves);
        store.writer().define(TestStore.queue(3, "source"), unit(1, "declared"));
        store.writer().awaitDefinitions(unit(1, "declared already"));
        store.writer().queue(3).append(0, TestStore.message("new"), unit(1, "confirmed"));
        store.writer().queue(2).append(1, TestStore.message("elsewhere"), unit(1, "not concerned"));
        store.round();
        assertEquals(List.of("not concerned"), told);
        // when
        arrive(leaves);
        // then all has happened, in this order
        assertEquals(List.of("not concerned", "leaves", "deleted", "declared", "declared already", "confirmed"), told);
        assertEquals(List.of("source[0:new]", "target[0:letter, 1:elsewhere]"), found().stream().sorted().toList());
    }

    @Test
    void whatAUnitBringsToADeletedQueueGoesWithIt() throws Exception {
        // given a unit that is still to bring something
        DurableUnit brings = unit(2, "brings");
        store.writer().queue(2).append(0, TestStore.message("letter"), brings);
        // when its queue is deleted
        store.writer().undefine(TestStore.queue(2, "target"), unit(1, "deleted"));
        store.round();
        // then the deletion waits for nothing, and the unit takes away what it was to bring there
        assertEquals(List.of("deleted"), told);
        store.writer().queue(1).remove(letter, brings);
        store.round();
        assertEquals(List.of("deleted", "brings"), told);
        assertEquals(List.of("source[1:other]"), found());
    }

    @Test
    void deletionThatWaitsAtTheEndIsRefused() throws Exception {
        leaveAndDelete(unit(2, "leaves"));
        store.halt();
        assertEquals(List.of("deleted failed", "leaves failed"), told.stream().sorted().toList());
        store = TestStore.open(folder);
    }

    @Test
    void returnCountsGoWithTheQueue() throws Exception {
        // given a message that has come back, in a queue whose deletion waits
        DurableUnit leaves = unit(2, "leaves");
        store.writer().queue(1).returned(1, 3);
        store.round();
        store.writer().queue(1).remove(letter, leaves);
        store.writer().queue(1).deleteQueue(List.of(1L));
        store.writer().undefine(SOURCE, unit(1, "deleted"));
        store.round();
        // when the broker ends
        store.halt();
        store = TestStore.open(folder);
        // then it has come back as often
        Recovered recovered = store.store().recovered();
        RecoveredLevel level = recovered.queues().getFirst().levels().getFirst();
        assertEquals(3, level.returns().get(1L));
    }
}
