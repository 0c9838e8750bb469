package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit that says the same as another one does not become durable before that; and a key does not without its message. */
class FollowingUnitsTest {

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();
    private final Original original = new Original();
    private TestStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.open(folder);
        store.declare(1, "one");
        store.declare(2, "two");
        store.declare(3, "keys");
        store.round();
    }

    @AfterEach
    void close() {
        store.halt();
    }

    private DurableUnit unit(String name, int parts) {
        return new DurableUnit(parts, 0, new DurableUnit.Completion() {
            @Override
            public void durable() {
                hear(name);
            }

            @Override
            public void failed() {
                hear(name + " failed");
            }
        });
    }

    private void hear(String what) {
        synchronized (heard) {
            heard.add(what);
        }
    }

    private List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    private QueueStore queue(long id) {
        return store.writer().queue(id);
    }

    private void append(long queueId, long position, Original of, DurableUnit unit) {
        queue(queueId).append(position, TestStore.message("m"), new KeyPart(null, of), unit);
    }

    @Test
    void theFollowerWaitsForAllPartsOfTheOriginal() throws Exception {
        // given an original of which a part is missing
        DurableUnit first = unit("first", 2);
        append(1, 0, original, first);

        // when it is repeated
        queue(1).skipAfter(original, unit("repeated", 1));
        store.round();
        assertEquals(List.of(), heard());

        // then both are durable together
        queue(2).skip(first);
        assertTrue(store.round());
        assertEquals(List.of("first", "repeated"), heard());

        // and what comes later need not wait
        queue(1).skipAfter(original, unit("later", 1));
        store.round();
        assertEquals(List.of("first", "repeated", "later"), heard());
    }

    @Test
    void theFollowerMayComeFirst() throws Exception {
        // given a unit with two parts, one of which repeats what is not known yet
        DurableUnit repeated = unit("repeated", 2);
        store.writer().skipAfter(original, repeated);
        store.round();

        // when the original comes
        DurableUnit first = unit("first", 2);
        append(1, 0, original, first);
        store.writer().skip(first);
        store.round();

        // then they are durable together
        assertEquals(List.of(), heard());
        store.writer().skip(repeated);
        store.round();
        assertEquals(List.of("first", "repeated"), heard().stream().sorted().toList());
    }

    @Test
    void unitsThatFollowEachOtherAreOne() throws Exception {
        // given two units that each say first what the other one repeats
        Original other = new Original();
        DurableUnit left = unit("left", 2);
        DurableUnit right = unit("right", 2);
        append(1, 0, original, left);
        append(2, 0, other, right);

        // when they do
        queue(2).skipAfter(other, left);
        store.round();
        assertEquals(List.of(), heard());
        queue(1).skipAfter(original, right);
        store.round();

        // then both are durable
        assertEquals(List.of("left", "right"), heard().stream().sorted().toList());
    }

    @Test
    void manyMayRepeatOneMessage() throws Exception {
        // given an original of which a part is missing
        DurableUnit first = unit("first", 2);
        append(1, 0, original, first);

        // when very many repeat it
        for (int i = 0; i < 50_000; i++) {
            store.writer().skipAfter(original, unit("repeated", 1));
        }
        store.round();
        assertEquals(0, heard().size());

        // then all are told with it
        store.writer().skip(first);
        store.round();
        assertEquals(50_001, heard().size());
    }

    @Test
    void aUnitMayFollowItself() throws Exception {
        DurableUnit unit = unit("unit", 4);
        store.writer().skipAfter(original, unit);
        append(1, 0, original, unit);
        queue(1).skipAfter(original, unit);
        store.round();
        assertEquals(List.of(), heard());
        store.writer().skip(unit);
        store.round();
        assertEquals(List.of("unit"), heard());
    }

    @Test
    void whatIsReleasedIsNotWaitedFor() throws Exception {
        store.writer().skipAfter(original, unit("repeated", 1));
        store.round();
        assertEquals(List.of(), heard());
        store.writer().release(original);
        store.round();
        assertEquals(List.of("repeated"), heard());
    }

    @Test
    void thoseThatWaitInVainHearOfItOnce() throws Exception {
        // given a unit that waits for two originals, one of which is not known
        DurableUnit repeated = unit("repeated", 2);
        store.writer().skipAfter(original, repeated);
        Original other = new Original();
        append(1, 0, other, unit("first", 2));
        store.writer().skipAfter(other, repeated);
        store.round();

        // when the store ends
        store.halt();

        // then
        assertEquals(List.of("first failed", "repeated failed"), heard().stream().sorted().toList());
        store = TestStore.open(folder);
    }

    @Test
    void keyAndMessageAreThereOrNeitherIs() throws Exception {
        // given a message with a key in a unit that is complete, and one in a unit that is not
        Message record = TestStore.message("key");
        StoredMessage first = queue(3).prepare(0, record);
        DurableUnit complete = unit("complete", 2);
        queue(1).append(0, TestStore.message("m0"), new KeyPart(first, null), complete);
        store.writer().skip(complete);
        StoredMessage second = queue(3).prepare(1, record);
        queue(1).append(1, TestStore.message("m1"), new KeyPart(second, null), unit("incomplete", 2));
        StoredMessage third = queue(3).prepare(2, record);
        queue(1).append(2, TestStore.message("m2"), new KeyPart(third, null), null);
        assertTrue(store.round());

        // when
        store.halt();
        store = TestStore.open(folder);

        // then
        RecoveredState state = store.recovered();
        assertEquals(List.of("0:m0", "2:m2"), TestStore.contents(state.queues().get(0)));
        assertEquals(List.of("0:key", "2:key"), TestStore.contents(state.queues().get(2)));
    }
}
