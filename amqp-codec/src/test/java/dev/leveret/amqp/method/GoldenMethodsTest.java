package dev.leveret.amqp.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.testing.ClientMethods;
import dev.leveret.amqp.testing.RecordedFrames;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bytes of every method, as RabbitMQ's Java client 5.37.1 writes them. They are in golden-methods.txt,
 * one method a line: its name, then its frame in hexadecimal digits.
 */
class GoldenMethodsTest {

    private static final Opaque OPAQUE = new Opaque("opaque".getBytes(StandardCharsets.US_ASCII));
    private static final FieldTable TABLE = FieldTable.builder()
            .put("inner", FieldTable.of("number", new FieldValue.Int32(-2)))
            .put("text", "value")
            .build();
    private static final Address ADDRESS = Address.of("exchange", "routing-key");

    /** In the order of the specification. Bits alternate, the first one is set. */
    private static final List<Method> METHODS = List.of(
            new ConnectionMethod.Start(9, 9, TABLE, "mechanisms", "locales"),
            new ConnectionMethod.StartOk(TABLE, "mechanism", OPAQUE, "locale"),
            new ConnectionMethod.Secure(OPAQUE),
            new ConnectionMethod.SecureOk(OPAQUE),
            new ConnectionMethod.Tune(0x0102, 0x01020304L, 0x0102),
            new ConnectionMethod.TuneOk(0x0102, 0x01020304L, 0x0102),
            new ConnectionMethod.Open("virtual-host"),
            new ConnectionMethod.OpenOk(),
            new ConnectionMethod.Close(0x0102, "reply-text", 0x0102, 0x0102),
            new ConnectionMethod.CloseOk(),
            new ConnectionMethod.Blocked("reason"),
            new ConnectionMethod.Unblocked(),
            new ConnectionMethod.UpdateSecret(OPAQUE, "reason"),
            new ConnectionMethod.UpdateSecretOk(),
            new ChannelMethod.Open(),
            new ChannelMethod.OpenOk(),
            new ChannelMethod.Flow(true),
            new ChannelMethod.FlowOk(true),
            new ChannelMethod.Close(0x0102, "reply-text", 0x0102, 0x0102),
            new ChannelMethod.CloseOk(),
            new AccessMethod.Request("realm", true, false, true, false, true),
            new AccessMethod.RequestOk(0x0102),
            new ExchangeMethod.Declare("exchange", "type", true, false, true, false, true, TABLE),
            new ExchangeMethod.DeclareOk(),
            new ExchangeMethod.Delete("exchange", true, false),
            new ExchangeMethod.DeleteOk(),
            new ExchangeMethod.Bind("destination", "source", "routing-key", true, TABLE),
            new ExchangeMethod.BindOk(),
            new ExchangeMethod.Unbind("destination", "source", "routing-key", true, TABLE),
            new ExchangeMethod.UnbindOk(),
            new QueueMethod.Declare("queue", true, false, true, false, true, TABLE),
            new QueueMethod.DeclareOk("queue", 0x01020304L, 0x01020304L),
            new QueueMethod.Bind("queue", "exchange", "routing-key", true, TABLE),
            new QueueMethod.BindOk(),
            new QueueMethod.Purge("queue", true),
            new QueueMethod.PurgeOk(0x01020304L),
            new QueueMethod.Delete("queue", true, false, true),
            new QueueMethod.DeleteOk(0x01020304L),
            new QueueMethod.Unbind("queue", "exchange", "routing-key", TABLE),
            new QueueMethod.UnbindOk(),
            new BasicMethod.Qos(0x01020304L, 0x0102, true),
            new BasicMethod.QosOk(),
            new BasicMethod.Consume("queue", "consumer-tag", true, false, true, false, TABLE),
            new BasicMethod.ConsumeOk("consumer-tag"),
            new BasicMethod.Cancel("consumer-tag", true),
            new BasicMethod.CancelOk("consumer-tag"),
            new BasicMethod.Publish(ADDRESS, true, false),
            new BasicMethod.Return(0x0102, "reply-text", ADDRESS),
            new BasicMethod.Deliver("consumer-tag", 0x0102030405060708L, true, ADDRESS),
            new BasicMethod.Get("queue", true),
            new BasicMethod.GetOk(0x0102030405060708L, true, ADDRESS, 0x01020304L),
            new BasicMethod.GetEmpty(),
            new BasicMethod.Ack(0x0102030405060708L, true),
            new BasicMethod.Reject(0x0102030405060708L, true),
            new BasicMethod.RecoverAsync(true),
            new BasicMethod.Recover(true),
            new BasicMethod.RecoverOk(),
            new BasicMethod.Nack(0x0102030405060708L, true, false),
            new ConfirmMethod.Select(true),
            new ConfirmMethod.SelectOk(),
            new TxMethod.Select(),
            new TxMethod.SelectOk(),
            new TxMethod.Commit(),
            new TxMethod.CommitOk(),
            new TxMethod.Rollback(),
            new TxMethod.RollbackOk());

    @Test
    void everyMethodIsWrittenAsTheClientWritesIt() throws IOException {
        assertEquals(golden(), METHODS.stream().map(GoldenMethodsTest::line).toList());
    }

    @Test
    void everyMethodIsReadFromTheBytesOfTheClient() throws IOException {
        List<String> golden = golden();
        for (int i = 0; i < METHODS.size(); i++) {
            Method method = METHODS.get(i);
            byte[] frame = HexFormat.of().parseHex(golden.get(i).split(" ")[1]);
            if (method instanceof FromServer) {
                assertEquals(method, RecordedFrames.readServerMethod(frame));
            }
            if (method instanceof ToChannel || method instanceof ToConnection) {
                assertEquals(method, RecordedFrames.readClientMethod(frame));
            }
        }
    }

    private static String line(Method method) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.method(out, RecordedFrames.channelOf(method), method);
        String name = ClientMethods.of(method).protocolMethodName();
        return name + " " + HexFormat.of().formatHex(RecordedFrames.drain(out));
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = GoldenMethodsTest.class.getResourceAsStream("golden-methods.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }
}
