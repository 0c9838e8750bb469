package dev.leveret.amqp.method;

import static dev.leveret.amqp.testing.Failures.assertFails;
import static dev.leveret.amqp.testing.Failures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.testing.RandomMethods;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Methods that cannot be decoded, or not there. The texts are RabbitMQ's. */
class MethodErrorsTest {

    private static final int QUEUE_DECLARE = QueueMethod.Declare.ID;

    @Test
    void argumentsThatEndTooEarlyAreRefused() {
        assertFails("FRAME_ERROR - cannot decode <<0,0,255,97,98,99>>", QUEUE_DECLARE, () -> declare("0000ff616263"));
        assertFails("FRAME_ERROR - cannot decode <<>>", QUEUE_DECLARE, () -> declare(""));
        assertFails(
                "FRAME_ERROR - cannot decode <<0,0,2,122,122,0,0,0,1,0>>",
                QUEUE_DECLARE,
                () -> declare("0000027a7a00 00000100"));
        assertFails(
                "FRAME_ERROR - cannot decode <<0,0,5,97,98>>",
                BasicMethod.Publish.ID,
                () -> toChannel(BasicMethod.Publish.ID, "0000056162"));
        assertFails(
                "FRAME_ERROR - cannot decode <<0,0,5>>",
                BasicMethod.Ack.ID,
                () -> toChannel(BasicMethod.Ack.ID, "000005"));
    }

    @Test
    void octetsBehindTheArgumentsAreRefused() {
        assertFails(
                "FRAME_ERROR - cannot decode <<0,0,2,122,122,0,0,0,0,0,120,120>>",
                QUEUE_DECLARE,
                () -> declare("0000027a7a00 00000000 7878"));
        assertFails(
                "FRAME_ERROR - cannot decode <<0>>", TxMethod.Select.ID, () -> toChannel(TxMethod.Select.ID, "00"));
    }

    @Test
    void quotedArgumentsAreCutToTheReplyText() {
        AmqpError error = failure(() -> declare("0000ff" + "61".repeat(200)));
        assertEquals(255, error.replyText().length());
        assertEquals(true, error.replyText().endsWith("97,9..."));
    }

    @Test
    void everyMethodCutShortIsRefused() {
        Set<ReplyCode> expected = EnumSet.of(ReplyCode.FRAME_ERROR, ReplyCode.SYNTAX_ERROR);
        for (Method method : RandomMethods.ofEachKind(new RandomValues(3))) {
            byte[] arguments = arguments(method);
            for (int size = 0; size < arguments.length; size++) {
                ArgumentReader in = ArgumentReader.of(Arrays.copyOf(arguments, size));
                AmqpError error = failure(() -> decode(method, in));
                assertEquals(true, expected.contains(error.code()), () -> method + ": " + error);
                assertEquals(method.id(), error.classId() << 16 | error.methodId());
            }
        }
    }

    @Test
    void malformedTextIsRefusedExceptInAPublish() {
        assertFails("FRAME_ERROR - Malformed UTF-8 in shortstr", QUEUE_DECLARE, () -> declare("000002fffe00 00000000"));
        assertFails("FRAME_ERROR - Malformed UTF-8 in shortstr", QUEUE_DECLARE, () -> declare("000002c08000 00000000"));
        assertEquals("\ufffd", ((QueueMethod.Declare) declare("000003efbfbd00 00000000")).queue());

        var publish = (BasicMethod.Publish) toChannel(BasicMethod.Publish.ID, "0000 00 02fffe 00");
        assertEquals("", publish.exchange());
        assertEquals("??", publish.routingKey());
        assertEquals("0002fffe", HexFormat.of().formatHex(publish.address().wire()));
        assertEquals(false, publish.address().equals(Address.of("", publish.routingKey())));
    }

    @Test
    void methodsOfTheServerAreRefusedFromAClient() {
        assertFails("COMMAND_INVALID - unimplemented method", 50 << 16 | 11, () -> toChannel(50 << 16 | 11, "00"));
        assertFails("COMMAND_INVALID - unimplemented method", 60 << 16 | 60, () -> toChannel(60 << 16 | 60, ""));
        assertFails("COMMAND_INVALID - unimplemented method", 10 << 16 | 40, () -> toChannel(10 << 16 | 40, "00"));
    }

    @Test
    void unknownMethodsAreRefused() {
        assertFails("COMMAND_INVALID - unimplemented method", 60 << 16 | 99, () -> toChannel(60 << 16 | 99, ""));
        assertFails("COMMAND_INVALID - unimplemented method", 0xffff_ffff, () -> toChannel(0xffff_ffff, ""));
    }

    @Test
    void methodsOfAChannelAreRefusedOnChannelZero() {
        assertFails(
                "CHANNEL_ERROR - unexpected method in connection state running",
                BasicMethod.Publish.ID,
                () -> MethodDecoder.toConnection(BasicMethod.Publish.ID, ArgumentReader.of(new byte[0])));
    }

    @Test
    void noErrorQuotesASecret() {
        byte[] secret = HexFormat.of().parseHex("00000000" + "05504c41494e" + "00000020" + "00677565737400736563726574");
        AmqpError error =
                failure(() -> MethodDecoder.toConnection(ConnectionMethod.StartOk.ID, ArgumentReader.of(secret)));
        assertEquals("FRAME_ERROR - cannot decode arguments", error.replyText());
        assertEquals(11, error.methodId());
        Opaque hidden = new Opaque("hidden".getBytes(StandardCharsets.US_ASCII));
        var updateSecret = new ConnectionMethod.UpdateSecret(hidden, "");
        assertFalse(updateSecret.toString().contains("hidden"));
    }

    private static Method decode(Method method, ArgumentReader in) {
        return switch (method) {
            case FromServer m -> MethodDecoder.fromServer(m.id(), in);
            case ToConnection m -> MethodDecoder.toConnection(m.id(), in);
            default -> MethodDecoder.toChannel(method.id(), in);
        };
    }

    private static byte[] arguments(Method method) {
        ByteBuf out = Unpooled.buffer();
        method.encodeArguments(new ArgumentWriter(out));
        return Arrays.copyOf(out.array(), out.writerIndex());
    }

    private static Method declare(String hex) {
        return toChannel(QUEUE_DECLARE, hex);
    }

    private static Method toChannel(int id, String hex) {
        return MethodDecoder.toChannel(id, ArgumentReader.of(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
