package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.key.KeyRecord;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.KeyMemory;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import org.junit.jupiter.api.Test;

/** A start takes up the keys of a queue that has more of them than there is memory for, and at no time has more in memory. */
class KeysRecoveryTest {

    private static final int COUNT = 1_000;

    /** Room for some ten keys. */
    private static final long BYTES_MAX = 3_000;

    /** Notes how much there ever was. */
    private static final class Room implements KeyMemory {

        private long bytes;
        private long mostBytes;

        @Override
        public long take(long more) {
            bytes += more;
            mostBytes = Math.max(mostBytes, bytes);
            return Math.max(0, bytes - BYTES_MAX);
        }

        @Override
        public void giveBack(long less) {
            bytes -= less;
        }

        @Override
        public void close() {}
    }

    /** As much as a queue in memory, and little room for keys. */
    private record Cramped(MemoryKeeping keeping, Room room) implements QueueKeeping {

        @Override
        public QueueStore store(int priority) {
            return keeping.store(priority);
        }

        @Override
        public QueuePages pages(int priority) {
            return keeping.pages(priority);
        }

        @Override
        public KeyMemory keyMemory() {
            return room;
        }
    }

    private final Room room = new Room();

    private static Message keyed(int key) {
        Message message = TestMessages.persistentOne("m" + key);
        FieldTable headers = FieldTable.of("x-deduplication-header", FieldValue.text("key-" + key));
        return message.withHeader(message.header().withHeaders(headers)).arrivedAt(1);
    }

    private QueueActor queue(FieldTable.Builder arguments, MemoryKeeping keeping) {
        var settings = new QueueSettings("/", "q", true, false, false, arguments.put("x-message-deduplication", true).build());
        return new QueueActor(settings, settings.rules(FieldTable.EMPTY), new Cramped(keeping, room), new RecordedEffects(keeping.stores()));
    }

    @Test
    void keysOfALongQueueNeverTakeMoreThanTheyMay() {
        // given a queue whose messages are out of memory
        var keeping = MemoryKeeping.of(true, 0);
        QueueActor queue = queue(FieldTable.builder(), keeping);

        // when it is told of them
        for (int i = 0; i < COUNT; i++) {
            queue.recoverKey(0, i, keyed(i));
        }
        queue.recover(0, -1, new RecoveredRange(0, COUNT - 1, COUNT, 1, Long.MAX_VALUE));

        // then it has the newest ones, and never had one more than there is room for
        assertTrue(room.mostBytes < 2 * BYTES_MAX, () -> room.mostBytes + " bytes");
        queue.enqueue(keyed(COUNT - 1), null, 2);
        assertEquals(COUNT, queue.readyCount());
        queue.enqueue(keyed(0), null, 2);
        assertEquals(COUNT + 1, queue.readyCount());
    }

    @Test
    void rememberedKeysForWhichThereIsNoRoomLeaveTheStoreWhenTheQueueBegins() {
        // given a store with many keys
        var keeping = MemoryKeeping.of(true, 1);
        MemoryQueueStore keys = keeping.stores().get(1);
        QueueActor queue = queue(FieldTable.builder().put("x-cache-size", COUNT), keeping);

        // when
        for (int i = 0; i < COUNT; i++) {
            Message record = KeyRecord.of(DeduplicationKey.of(FieldValue.text("key-" + i)), 1, KeyRecord.NEVER);
            queue.recoverRememberedKey(i, record, keys.append(i, record, null));
        }
        assertEquals(COUNT, keys.messages.size()); // Order: the store is the loop's
        queue.handle(new QueueCommand.Tick(), 2);

        // then
        assertTrue(room.mostBytes < 2 * BYTES_MAX, () -> room.mostBytes + " bytes");
        assertTrue(keys.messages.size() < 20, () -> keys.messages.size() + " keys");
        queue.enqueue(keyed(COUNT - 1), null, 2);
        assertEquals(0, queue.readyCount());
    }

    @Test
    void othersThatNeedTheMemoryHaveItForgetItsOldest() {
        // given
        QueueActor queue = queue(FieldTable.builder(), MemoryKeeping.of(true, 0));
        queue.recoverKey(0, 0, keyed(0));
        queue.recoverKey(0, 1, keyed(1));

        // when
        assertTrue(queue.dropRecoveredKeys(1));

        // then
        queue.resumeAt(0, 2);
        queue.enqueue(keyed(1), null, 2);
        assertEquals(0, queue.readyCount());
        queue.enqueue(keyed(0), null, 2);
        assertEquals(1, queue.readyCount());
    }
}
