package dev.leveret.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.record.BatchBuilder;
import dev.leveret.store.record.PositionRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;

/** A queue that gets a few messages in each checkpoint does not get a batch and an index entry each time. */
class SmallBatchesTest {

    private static final long QUEUE = 7;
    private static final long[] NONE = {};
    private static final int BODY_SIZE = 100;
    private static final int MESSAGE_SIZE = 150; // about

    private final MVStore store = new MVStore.Builder().open();
    private final Batches batches = new Batches(store);

    @Test
    void fewMessagesAtATimeEndUpInBatchesOfAPage() throws Exception {
        for (int i = 0; i < 500; i += 3) {
            append(NONE, i, i + 1, i + 2);
        }

        int perBatch = Generation.PAGE_BYTES / MESSAGE_SIZE;
        assertTrue(batchCount() <= 500 / perBatch * 5 / 4, batchCount() + " batches");
        assertEquals(LongStream.range(0, 501).boxed().toList(), positions());
    }

    @Test
    void whatIsSettledStaysSettledAndMoreCanBe() throws Exception {
        // given a batch of which something is settled
        append(NONE, 0, 1, 2);
        settle(1);

        // when it gets more, and some of both is settled
        append(NONE, 3, 5);
        settle(2);
        settle(5);

        // then what is left is as it was, and the batch goes with its last message
        assertEquals(1, batchCount());
        assertEquals(List.of(0L, 3L), positions());
        settle(0);
        settle(3);
        assertTrue(batches.isEmpty());
        assertEquals(0, batches.aliveBytes());
    }

    @Test
    void aPositionThatIsStillToComeEndsABatch() throws Exception {
        append(NONE, 0, 1);
        append(new long[] {2}, 3, 4);
        append(NONE, 2);
        append(NONE, 5);

        assertEquals(3, batchCount());
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), positions());
    }

    @Test
    void otherQueuesBatchesAreNotTouched() throws Exception {
        batches.put(QUEUE + 1, batch(0, 1));
        batches.put(QUEUE - 1, batch(0, 1));

        append(NONE, 2);

        assertEquals(3, batchCount());
    }

    @Test
    void aDamagedBatchStaysDamaged() throws Exception {
        // given a batch with a bit that has changed
        append(NONE, 0);
        MVMap<BatchKey, byte[]> pieces = store.openMap("batches");
        BatchKey key = new BatchKey(QUEUE, 0, 0);
        byte[] bytes = pieces.get(key).clone();
        bytes[bytes.length - 1]++;
        pieces.put(key, bytes);

        // when more comes
        append(NONE, 1);

        // then it has a batch of its own, and the other one is found when it is read
        assertEquals(2, batchCount());
        assertThrows(DamagedException.class, this::positions);
    }

    @Test
    void aBatchOfAPageIsLeftAlone() throws Exception {
        append(NONE, LongStream.range(0, Generation.PAGE_BYTES / BODY_SIZE).toArray());

        assertFalse(batches.extend(QUEUE, batch(1000), limits(NONE)));
    }

    @Test
    void aBatchNeverTakesThePlaceOfAnother() throws Exception {
        batches.put(QUEUE, batch(1, 2));

        assertThrows(IllegalStateException.class, () -> batches.put(QUEUE, batch(1)));

        assertEquals(List.of(1L, 2L), positions());
    }

    @Test
    void aPageEndsWithinABatchThatHasMuchMoreThanIsWanted() throws Exception {
        append(NONE, LongStream.range(0, 26).toArray());
        append(NONE, LongStream.range(26, 52).toArray());

        List<Long> small = new ArrayList<>();
        long smallUpTo = batches.load(wanted(0, 300), (queueId, position, message) -> small.add(position));
        List<Long> large = new ArrayList<>();
        long largeUpTo = batches.load(wanted(3, 2000), (queueId, position, message) -> large.add(position));
        List<Long> rest = new ArrayList<>();
        long restUpTo = batches.load(wanted(26, 2000), (queueId, position, message) -> rest.add(position));

        assertEquals(LongStream.rangeClosed(0, smallUpTo).boxed().toList(), small);
        assertTrue(small.size() <= 2 * 300 / BODY_SIZE, small.size() + " messages");
        assertEquals(LongStream.rangeClosed(3, 25).boxed().toList(), large);
        assertEquals(25, largeUpTo);
        assertEquals(LongStream.rangeClosed(26, 51).boxed().toList(), rest);
        assertEquals(51, restUpTo);
    }

    private static WantedPage wanted(long first, int bytes) {
        return new WantedPage(QUEUE, first, 51, bytes, new PositionRanges());
    }

    private void append(long[] pending, long... positions) throws IOException {
        BatchBuilder batch = batch(positions);
        if (!batches.extend(QUEUE, batch, limits(pending))) {
            batches.put(QUEUE, batch);
        }
    }

    private BatchLimits limits(long[] pending) {
        return new BatchLimits(64 << 10, pending, batches.newest(QUEUE));
    }

    private static BatchBuilder batch(long... positions) throws IOException {
        BatchBuilder batch = new BatchBuilder(64 << 10);
        for (long position : positions) {
            batch.add(position, Message.of(
                    Address.of("", "queue"), ContentHeader.of(new byte[] {0x10, 0, 2}), new byte[BODY_SIZE], position));
        }
        return batch;
    }

    private void settle(long position) throws IOException {
        PositionRanges positions = new PositionRanges();
        positions.add(position);
        batches.settle(QUEUE, positions);
    }

    private int batchCount() {
        return store.openMap("index").size();
    }

    /** Of all messages that are not settled; every batch is compared with its index entry. */
    private List<Long> positions() throws IOException {
        List<Long> positions = new ArrayList<>();
        batches.verify((queueId, position, message) -> positions.add(position));
        return positions;
    }
}
