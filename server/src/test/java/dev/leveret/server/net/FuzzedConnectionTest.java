package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.AccessMethod;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.Opaque;
import dev.leveret.server.RawClient;
import dev.leveret.server.auth.OneUser;
import dev.leveret.server.config.BrokerSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends ends in answers or a close: never in an error of ours, never in a leak. */
class FuzzedConnectionTest {

    private static final FieldTable NONE = FieldTable.EMPTY;
    private static final FieldTable SOME = FieldTable.builder()
            .put("alternate-exchange", "amq.fanout")
            .put("x-match", "any")
            .put("n", 7)
            .put("nested", FieldTable.builder().put("flag", true).build())
            .build();

    /** Good methods: they are spoiled afterwards. */
    private static final List<Method> METHODS = List.of(
            new ChannelMethod.Open(), new ChannelMethod.Close(200, "bye", 0, 0), new ChannelMethod.CloseOk(),
            new ChannelMethod.Flow(true), new AccessMethod.Request("/", false, false, true, true, true),
            new QueueMethod.Declare("q", false, false, false, false, false, NONE),
            new QueueMethod.Declare("durable", false, true, false, false, false, SOME),
            new QueueMethod.Declare("", false, false, true, true, false, NONE),
            new QueueMethod.Bind("q", "amq.topic", "a.*.#", false, NONE),
            new QueueMethod.Bind("durable", "amq.headers", "", false, SOME),
            new QueueMethod.Unbind("q", "amq.topic", "a.*.#", NONE),
            new QueueMethod.Purge("q", false), new QueueMethod.Delete("q", false, false, false),
            new ExchangeMethod.Declare("e", "topic", false, true, false, false, false, SOME),
            new ExchangeMethod.Bind("e", "amq.fanout", "", false, NONE),
            new ExchangeMethod.Unbind("e", "amq.fanout", "", false, NONE),
            new ExchangeMethod.Delete("e", false, false),
            new BasicMethod.Qos(0, 3, false), new BasicMethod.Qos(0, 2, true),
            new BasicMethod.Consume("q", "tag", false, false, false, false, NONE),
            new BasicMethod.Consume("durable", "", false, true, false, false, NONE),
            new BasicMethod.Cancel("tag", false), new BasicMethod.Get("q", false),
            new BasicMethod.Ack(1, true), new BasicMethod.Nack(2, false, true), new BasicMethod.Reject(3, false),
            new BasicMethod.Recover(true), new BasicMethod.RecoverAsync(true),
            new ConfirmMethod.Select(false), new TxMethod.Select(), new TxMethod.Commit(), new TxMethod.Rollback());

    private static final Message MESSAGE = Message.of(
            Address.of("", "q"),
            ContentHeader.of(BasicProperties.builder().deliveryMode(2).headers(SOME).build()),
            new byte[300],
            0);

    /** Inputs in a broker of their own: what they leave in queues is gone then. */
    private static final int BATCH = 1_000;

    /** What is left of a batch when all of it is closed, at most: the heap of one that is long over is the measure. */
    private static final long HEAP_GROWTH_MAX = 24L << 20;

    private static final int WARM_UP_BATCHES = 5;

    /** What a client sends. */
    private enum Kind {
        /** The handshake, spoiled anywhere. */
        HANDSHAKE,
        /** A session, spoiled mostly behind the handshake. */
        SESSION
    }

    @Test
    void spoiledInputEndsInAnswersOrAClose(@TempDir Path data) throws IOException {
        run(data, 1, 50);
    }

    /**
     * A million inputs: {@code mvn verify -pl server -am -Pnightly -Dtest=FuzzedConnectionTest
     * -Dsurefire.failIfNoSpecifiedTests=false}, and as many more for each of {@code -Dnightly.times}.
     */
    @Test
    @Tag("nightly")
    void muchSpoiledInputEndsInAnswersOrAClose(@TempDir Path data) throws IOException {
        run(data, 10_000 + Long.getLong("nightly.seed", 0), 1_000 * Integer.getInteger("nightly.times", 1));
    }

    /** Half of the batches are handshakes, half are sessions. */
    private static void run(Path data, long firstSeed, int batches) throws IOException {
        long heapBefore = 0;
        for (int batch = 0; batch < batches; batch++) {
            Path folder = data.resolve("batch-" + batch);
            run(folder, firstSeed + (long) batch * BATCH, batch % 2 == 0 ? Kind.HANDSHAKE : Kind.SESSION);
            delete(folder);
            if (batch == Math.min(WARM_UP_BATCHES, batches - 1)) {
                heapBefore = heapBytes();
            }
        }
        long growth = heapBytes() - heapBefore;
        System.out.println(batches * BATCH + " inputs, heap " + (growth >> 10) + " KiB more than after the first ones");
        assertTrue(growth < HEAP_GROWTH_MAX, growth + " bytes more");
    }

    private static void run(Path data, long firstSeed, Kind kind) {
        OneUser authenticator = new OneUser(BrokerSettings.defaults().auth());
        try (TestNode node = new TestNode(data, authenticator); ErrorLines errors = new ErrorLines()) {
            for (long seed = firstSeed; seed < firstSeed + BATCH; seed++) {
                talk(node, new Random(seed), kind);
                assertEquals(List.of(), errors.seen(), "seed " + seed);
            }
            System.gc(); // what was not released is found when the next buffer is taken
            talk(node, new Random(firstSeed), kind);
            assertEquals(List.of(), errors.seen(), "behind seed " + firstSeed);
        }
    }

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void talk(TestNode node, Random random, Kind kind) {
        HandFedConnection connection = node.connect();
        ByteBuf input = kind == Kind.HANDSHAKE ? handshake(random) : script(random);
        // The handshake, if it is not what is spoiled, is left as it is mostly.
        int from = kind == Kind.HANDSHAKE || random.nextInt(3) == 0 ? 0 : Math.min(input.readableBytes() - 1, 200);
        spoil(input, from, random);
        while (input.isReadable()) {
            int size = Math.min(input.readableBytes(), 1 + random.nextInt(400));
            connection.feed(input.readRetainedSlice(size));
            node.run();
            connection.received();
        }
        input.release();
        connection.close();
        node.run();
        assertFalse(connection.isOpen());
    }

    /** What a stranger may say, well-formed, with a few things that are not usual. */
    private static ByteBuf handshake(Random random) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.protocolHeader(out);
        FieldTable said = random.nextBoolean() ? RawClient.CAPABLE : SOME;
        if (random.nextBoolean()) {
            FrameWriter.method(out, 0, RawClient.startOk(said, "PLAIN", random.nextInt(8) == 0 ? "\0guest" : "\0guest\0guest"));
        } else {
            FrameWriter.method(out, 0, RawClient.startOk(said, "AMQPLAIN",
                    "\5LOGINS\0\0\0\5guest\10PASSWORDS\0\0\0\5guest"));
        }
        if (random.nextInt(4) == 0) {
            FrameWriter.method(out, 0, new ConnectionMethod.SecureOk(new Opaque(new byte[random.nextInt(100)])));
        }
        FrameWriter.method(out, 0, new ConnectionMethod.TuneOk(
                random.nextInt(3000), random.nextInt(200_000), random.nextInt(100)));
        FrameWriter.method(out, random.nextInt(8) == 0 ? 1 : 0, new ConnectionMethod.Open(random.nextInt(4) == 0 ? "x" : "/"));
        FrameWriter.method(out, 0, new ConnectionMethod.Close(200, "bye", 0, 0));
        return out;
    }

    private static ByteBuf script(Random random) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.protocolHeader(out);
        FrameWriter.method(out, 0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
        FrameWriter.method(out, 0, new ConnectionMethod.TuneOk(2047, 131072, 0));
        FrameWriter.method(out, 0, new ConnectionMethod.Open("/"));
        FrameWriter.method(out, 1, new ChannelMethod.Open());
        FrameWriter.method(out, 2, new ChannelMethod.Open());
        for (int i = random.nextInt(30); i > 0; i--) {
            int channel = 1 + random.nextInt(2);
            if (random.nextInt(4) == 0) {
                FrameWriter.publish(out, channel, random.nextBoolean(), false, MESSAGE, 131072);
            } else {
                FrameWriter.method(out, channel, METHODS.get(random.nextInt(METHODS.size())));
            }
        }
        FrameWriter.heartbeat(out);
        FrameWriter.method(out, 0, new ConnectionMethod.Close(200, "bye", 0, 0));
        return out;
    }

    /** Changes up to four bytes behind an index; one input in eight stays as it is. */
    private static void spoil(ByteBuf input, int from, Random random) {
        for (int i = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            int size = input.readableBytes();
            int index = from + random.nextInt(size - from);
            switch (random.nextInt(6)) {
                case 0 -> input.setByte(index, random.nextInt(256));
                case 1 -> input.setByte(index, input.getByte(index) ^ 1 << random.nextInt(8));
                case 2 -> input.setByte(index, 0xff);
                case 3 -> input.setByte(index, 0);
                case 4 -> input.writeBytes(input, index, Math.min(size - index, 1 + random.nextInt(30)));
                default -> input.writerIndex(Math.max(from + 1, index));
            }
        }
    }
}
