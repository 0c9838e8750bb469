package dev.leveret.store.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.Definition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.GlobalParameterDefinition;
import dev.leveret.store.PolicyDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.ReturnCount;
import dev.leveret.store.VirtualHostDefinition;
import dev.leveret.store.disk.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is put into records comes out of them again; damage does not. */
class RecordsTest {

    private final Random random = new Random(42);

    private Message message(int size) {
        byte[] body = new byte[size];
        random.nextBytes(body);
        return Message.of(Address.of("e", "k" + size), ContentHeader.of(new byte[] {0x10, 0, 2}), body, size * 1_000L);
    }

    private static void assertSame(Message expected, Message found) {
        assertEquals(expected.address(), found.address());
        assertEquals(expected.arrivalMillis(), found.arrivalMillis());
        assertArrayEquals(expected.header().raw(), found.header().raw());
        assertArrayEquals(expected.body(), found.body());
    }

    @Test
    void messagesOfAllSizesComeBack() throws IOException {
        for (int size : new int[] {0, 1, 131_064, 131_065, 1_000_000}) {
            Message message = message(size);
            ArraySink out = new ArraySink(10);
            MessageRecord.put(out, message);
            assertEquals(MessageRecord.size(message), out.size());
            Message found = new MessageReader().read(ByteBuffer.wrap(out.toArray()));
            assertSame(message, found);
            assertTrue(found.chunkCount() == 0 || found.chunk(0).length <= 131_064);
        }
    }

    @Test
    void addressWithMalformedTextKeepsItsBytes() throws IOException {
        byte[] wire = {1, (byte) 0xff, 2, (byte) 0xc3, (byte) 0x28};
        Message message = Message.of(Address.ofWire(wire), ContentHeader.of(new byte[2]), new byte[3], 0);
        ArraySink out = new ArraySink(10);
        MessageRecord.put(out, message);
        assertArrayEquals(wire, new MessageReader().read(ByteBuffer.wrap(out.toArray())).address().wire());
    }

    @Test
    void neighboursShareAddressAndProperties() throws IOException {
        ArraySink out = new ArraySink(10);
        MessageRecord.put(out, message(5));
        MessageRecord.put(out, message(5));
        ByteBuffer in = ByteBuffer.wrap(out.toArray());
        MessageReader reader = new MessageReader();
        Message first = reader.read(in);
        Message second = reader.read(in);
        assertTrue(first.address() == second.address() && first.header() == second.header());
    }

    @Test
    void definitionsComeBack() throws IOException {
        FieldTable inner = FieldTable.builder().put("y", true).build();
        FieldTable arguments = FieldTable.builder().put("x", 1).put("t", inner).build();
        List<Definition> all = List.of(
                new ExchangeDefinition("/", "e", "headers", true, false, true, arguments),
                new QueueDefinition(77, "v", "q".repeat(300), true, arguments),
                new QueueDefinition(77, "v", "p", true, arguments, 255),
                new BindingDefinition("/", "e", true, "f", "a.b", arguments),
                new BindingDefinition("/", "e", false, "f", "a.b", arguments),
                new PolicyDefinition("/", false, "p", "^a", "queues", -7, arguments),
                new PolicyDefinition("/", true, "p", "^a", "queues", Integer.MAX_VALUE, arguments),
                new VirtualHostDefinition("/", arguments),
                new VirtualHostDefinition("limited", arguments, FieldTable.builder().put("max-queues", 7).build()),
                new ReturnCount(1L << 40, 1L << 50, 1 << 30),
                new AccessDefinition.User("u", "aGFzaA==", "sha512", List.of("administrator", "x")),
                new AccessDefinition.User(
                        "v", "", "sha512", List.of(), FieldTable.builder().put("max-channels", 0).build()),
                new AccessDefinition.Permission("u", "/", "^c", "w", "r"),
                new GlobalParameterDefinition("cluster_name", arguments),
                new AccessDefinition.TopicPermission("u", "/", "amq.topic", "w", "r"));
        TreeSet<String> keys = new TreeSet<>();
        for (Definition definition : all) {
            assertEquals(definition, DefinitionRecord.read(DefinitionRecord.of(definition)));
            keys.add(new String(DefinitionRecord.key(definition), StandardCharsets.ISO_8859_1));
        }
        assertEquals(all.size(), keys.size());
    }

    @Test
    void userAndVirtualHostOfAnOlderReleaseHaveNoLimits() throws IOException {
        for (Definition definition : List.of(
                new AccessDefinition.User("u", "aGFzaA==", "sha512", List.of("x")),
                new VirtualHostDefinition("/", FieldTable.builder().put("description", "d").build()))) {
            // given the bytes that version 4 had: all but the empty table at the end
            byte[] bytes = DefinitionRecord.of(definition);
            byte[] older = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
            older[0] = 4;

            assertEquals(definition, DefinitionRecord.read(older));
        }
    }

    @Test
    void definitionWhoseTableIsDamagedIsToldOfAsDamage() {
        byte[] bytes = DefinitionRecord.of(
                new QueueDefinition(1, "/", "q", false, FieldTable.builder().put("x-max-length", 5L).build()));
        byte[] damaged = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("x-max-lengthl", "x-max-length?")
                .getBytes(StandardCharsets.ISO_8859_1);
        DamagedException e = assertThrows(DamagedException.class, () -> DefinitionRecord.read(damaged));
        assertTrue(e.getMessage().startsWith("a definition can't be read: "), e.getMessage());
    }

    @Test
    void userMayHaveAsManyTagsAsTheRecordCanCount() throws IOException {
        List<String> most = Collections.nCopies(AccessDefinition.User.TAGS_MAX, "t");
        AccessDefinition.User user = new AccessDefinition.User("u", "", "", most);
        assertEquals(user, DefinitionRecord.read(DefinitionRecord.of(user)));
        List<String> more = Collections.nCopies(AccessDefinition.User.TAGS_MAX + 1, "t");
        assertThrows(IllegalArgumentException.class, () -> new AccessDefinition.User("u", "", "", more));
    }

    @Test
    void definitionOfANewerReleaseIsRefused() {
        byte[] bytes = DefinitionRecord.of(new QueueDefinition(1, "/", "q", false, FieldTable.EMPTY));
        bytes[0] = 7;
        assertThrows(DamagedException.class, () -> DefinitionRecord.read(bytes));
    }

    @Test
    void operationsComeBackInOrder() throws IOException {
        ArraySink out = new ArraySink(10);
        Message message = message(50);
        OperationWriter.undefine(out, new byte[] {1, 2});
        OperationWriter.mark(out, 5, 99);
        OperationWriter.purge(out, 5, 10, 30, 7);
        OperationWriter.enqueue(out, 2);
        OperationWriter.destination(out, 5, 100);
        OperationWriter.destination(out, 6, 200);
        OperationWriter.message(out, message);
        PositionRanges ranges = new PositionRanges();
        ranges.add(3, 5);
        ranges.add(9);
        OperationWriter.settle(out, 5, ranges);
        OperationWriter.dropQueue(out, 6);
        List<String> heard = new ArrayList<>();
        new OperationReader().read(ByteBuffer.wrap(out.toArray()), new OperationVisitor() {
            @Override
            public void enqueued(long queueId, long position, Message found) {
                assertSame(message, found);
                heard.add("enqueued " + queueId + " " + position);
            }

            @Override
            public void settled(long queueId, long first, long last) {
                heard.add("settled " + queueId + " " + first + "-" + last);
            }

            @Override
            public void defined(byte[] definition) {
                heard.add("defined");
            }

            @Override
            public void undefined(byte[] key) {
                heard.add("undefined " + key.length);
            }

            @Override
            public void purged(long queueId, long first, long last, int count) {
                heard.add("purged " + queueId + " " + first + "-" + last + " " + count);
            }

            @Override
            public void marked(long queueId, long position) {
                heard.add("marked " + queueId + " " + position);
            }

            @Override
            public void dropped(long queueId) {
                heard.add("dropped " + queueId);
            }
        });
        assertEquals(
                List.of(
                        "undefined 2",
                        "marked 5 99",
                        "purged 5 10-30 7",
                        "enqueued 5 100",
                        "enqueued 6 200",
                        "settled 5 3-5",
                        "settled 5 9-9",
                        "dropped 6"),
                heard);
    }

    @Test
    void batchComesBackAndEveryFlippedBitIsFound() throws IOException {
        BatchBuilder builder = new BatchBuilder(100);
        builder.add(3, message(10));
        builder.add(8, message(300));
        byte[] batch = builder.build();
        List<Long> positions = new ArrayList<>();
        BatchRecord.read(batch, "it", (position, bytes) -> positions.add(position));
        assertEquals(List.of(3L, 8L), positions);
        assertEquals(3, builder.first());
        assertEquals(8, builder.last());
        assertEquals(batch.length, builder.size());
        for (int bit = 8; bit < batch.length * 8; bit++) {
            byte[] damaged = batch.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(DamagedException.class, () -> BatchRecord.read(damaged, "it", (position, bytes) -> {}));
        }
    }

    @Test
    void indexEntryCountsWhatIsAlive() throws IOException {
        PositionRanges some = new PositionRanges();
        some.add(10, 12);
        some.add(20);
        IndexRecord record = new IndexRecord(30, 21, 2_100, 5, 7, new PositionRanges()).with(some);
        PositionRanges overlapping = new PositionRanges();
        overlapping.add(12, 14);
        record = IndexRecord.read(record.with(overlapping).toBytes(), "it");
        assertEquals(List.of(5L, 7L), List.of(record.arrivalMillis(), record.expiryMillis()));
        assertEquals(15, record.alive());
        assertEquals(1_500, record.aliveBytes());
        assertEquals(2, record.settled().count());
        byte[] damaged = record.toBytes();
        damaged[9] ^= 1;
        assertThrows(DamagedException.class, () -> IndexRecord.read(damaged, "it"));
    }

    @Test
    void rangesThatTouchAreJoinedWhenSorted() {
        PositionRanges ranges = new PositionRanges();
        for (long position : new long[] {7, 8, 3, 1, 2, 20, 9}) {
            ranges.add(position);
        }
        PositionRanges sorted = ranges.sorted();
        assertEquals(3, sorted.count());
        assertEquals(7, sorted.positions());
        assertTrue(sorted.contains(9) && sorted.contains(1) && !sorted.contains(4));
    }
}
