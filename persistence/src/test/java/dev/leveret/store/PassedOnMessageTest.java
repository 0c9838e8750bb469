package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that comes with one unit and goes on with another is never where it went and where it came from. */
class PassedOnMessageTest {

    private static final byte[] BODY = "m".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

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

    private static List<List<String>> contents(TestStore store) throws StoreException {
        return store.recovered().queues().stream().map(TestStore::contents).toList();
    }

    @Test
    void unitIsHeldAsLongAsTheOneThatBringsWhatItTakesAway() throws Exception {
        // given a message that has come from the first queue to the second and gone on to the third, before all told of its coming
        try (TestStore store = TestStore.open(folder)) {
            List.of(1, 2, 3).forEach(id -> store.declare(id, "q" + id));
            StoredMessage first = store.append(1, 0, "m");
            store.round();
            DurableUnit comes = unit(2, "comes");
            DurableUnit goes = unit(2, "goes");
            StoredMessage second = store.append(2, 0, TestStore.message(BODY), comes);
            store.writer().queue(2).remove(second, goes);
            store.append(3, 0, TestStore.message(BODY), goes);
            store.round();
            assertEquals(List.of(), told);
            store.halt();
        }
        // when the broker ends
        try (TestStore store = TestStore.open(folder)) {
            // then it is where it came from
            assertEquals(List.of(List.of("0:m"), List.of(), List.of()), contents(store));
        }
    }

    @Test
    void itTakesEffectWithTheOther() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            // given the same
            List.of(1, 2, 3).forEach(id -> store.declare(id, "q" + id));
            StoredMessage first = store.append(1, 0, "m");
            store.round();
            DurableUnit comes = unit(2, "comes");
            DurableUnit goes = unit(2, "goes");
            StoredMessage second = store.append(2, 0, TestStore.message(BODY), comes);
            store.writer().queue(2).remove(second, goes);
            store.append(3, 0, TestStore.message(BODY), goes);
            store.round();
            // when the rest of the first unit comes
            store.writer().queue(1).remove(first, comes);
            store.round();
            // then
            assertEquals(List.of("comes", "goes"), told);
            store.halt();
        }
        try (TestStore store = TestStore.open(folder)) {
            assertEquals(List.of(List.of(), List.of(), List.of("0:m")), contents(store));
        }
    }

    @Test
    void whoAcknowledgesItIsToldWhenItHasCome() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            // given a message that has come from the first queue to the second, before the first has told of it
            List.of(1, 2).forEach(id -> store.declare(id, "q" + id));
            StoredMessage first = store.append(1, 0, "m");
            store.round();
            DurableUnit comes = unit(2, "comes");
            StoredMessage second = store.append(2, 0, TestStore.message(BODY), comes);
            // when it is acknowledged by a transaction that does nothing else
            store.writer().queue(2).remove(second, unit(1, "acknowledged"));
            store.round();
            // then that is not certain: a start would find the message in the first queue
            assertEquals(List.of(), told);
            // when the first queue tells of it, then it is
            store.writer().queue(1).remove(first, comes);
            store.round();
            assertEquals(List.of("comes", "acknowledged"), told);
            store.halt();
        }
        try (TestStore store = TestStore.open(folder)) {
            assertEquals(List.of(List.of(), List.of()), contents(store));
        }
    }

    @Test
    void unitThatTakesAwayWhatItBringsItselfWaitsForNothing() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            store.declare(1, "q");
            DurableUnit both = unit(2, "both");
            StoredMessage message = store.append(1, 0, TestStore.message(BODY), both);
            store.writer().queue(1).remove(message, both);
            store.round();
            assertEquals(List.of("both"), told);
        }
    }

    @Test
    void unitsThatFollowEachOtherTakeEffectAsOne() throws Exception {
        try (TestStore store = TestStore.open(folder)) {
            // given a message that has come to two queues, before the third has told of it; from the first of them it has gone on to another
            // queue and from there to the second, where it repeats itself
            List.of(1, 2, 3).forEach(id -> store.declare(id, "q" + id));
            store.round();
            Original original = new Original();
            DurableUnit comes = unit(3, "comes");
            DurableUnit goes = unit(2, "goes");
            DurableUnit comesBack = unit(2, "comes back");
            StoredMessage first = store.append(1, 0, TestStore.message(BODY), comes);
            store.writer().queue(2).append(0, TestStore.message(BODY), new KeyPart(null, original), comes);
            store.writer().queue(1).remove(first, goes);
            StoredMessage second = store.append(3, 0, TestStore.message(BODY), goes);
            store.writer().queue(3).remove(second, comesBack);
            store.writer().queue(2).skipAfter(original, comesBack);
            store.round();
            assertEquals(List.of(), told);
            // when the third does
            store.writer().skip(comes);
            store.round();
            // then
            assertEquals(List.of("comes", "comes back", "goes"), told.stream().sorted().toList());
            store.halt();
        }
        try (TestStore store = TestStore.open(folder)) {
            assertEquals(List.of(List.of(), List.of("0:m"), List.of()), contents(store));
        }
    }
}
