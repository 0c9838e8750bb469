package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import dev.leveret.server.RawClient;
import dev.leveret.server.auth.OneUser;
import dev.leveret.server.config.BrokerSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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

    @Test
    void spoiledInputEndsInAnswersOrAClose(@TempDir Path data) {
        run(data, 1, 1_500);
    }

    @Test
    @Tag("nightly")
    void muchSpoiledInputEndsInAnswersOrAClose(@TempDir Path data) {
        long firstSeed = 10_000 + Long.getLong("nightly.seed", 0);
        for (int batch = 0; batch < 100 * Integer.getInteger("nightly.times", 1); batch++) {
            run(data.resolve("batch-" + batch), firstSeed + batch * 1_000, 1_000);
        }
    }

    private static void run(Path data, long firstSeed, int count) {
        OneUser authenticator = new OneUser(BrokerSettings.defaults().auth());
        try (TestNode node = new TestNode(data, authenticator); ErrorLines errors = new ErrorLines()) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                talk(node, new Random(seed));
                assertEquals(List.of(), errors.seen(), "seed " + seed);
            }
        }
    }

    private static void talk(TestNode node, Random random) {
        HandFedConnection connection = node.connect();
        ByteBuf input = script(random);
        spoil(input, random);
        while (input.isReadable()) {
            int size = Math.min(input.readableBytes(), 1 + random.nextInt(400));
            connection.feed(input.readRetainedSlice(size));
            node.run();
            connection.received();
        }
        input.release();
        connection.close();
        node.run();
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

    /** Changes up to four bytes; one input in eight stays as it is. */
    private static void spoil(ByteBuf input, Random random) {
        int size = input.readableBytes();
        int from = random.nextInt(3) == 0 ? 0 : Math.min(size - 1, 200); // mostly behind the handshake
        for (int i = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            int index = from + random.nextInt(size - from);
            switch (random.nextInt(4)) {
                case 0 -> input.setByte(index, random.nextInt(256));
                case 1 -> input.setByte(index, input.getByte(index) ^ 1 << random.nextInt(8));
                case 2 -> input.setByte(index, 0xff);
                default -> input.writerIndex(Math.max(from + 1, index));
            }
            size = input.readableBytes();
        }
    }
}
