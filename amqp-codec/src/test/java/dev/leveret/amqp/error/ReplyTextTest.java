package dev.leveret.amqp.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.QueueMethod;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client is told of an error. */
class ReplyTextTest {

    @Test
    void textStartsWithTheNameOfTheCode() {
        AmqpError error = AmqpException.notFound("no queue '%s' in vhost '%s'", "q", "/").error();
        assertEquals("NOT_FOUND - no queue 'q' in vhost '/'", error.replyText());
        assertEquals(404, error.code().code());
    }

    @Test
    void textWithoutArgumentsIsNoFormat() {
        assertEquals("100%s", AmqpException.notFound("100%s").error().text());
    }

    @Test
    void textOf255BytesIsWhole() {
        AmqpError error = AmqpException.notFound("x".repeat(255 - "NOT_FOUND - ".length())).error();
        assertEquals(255, error.replyText().length());
        assertEquals('x', error.replyText().charAt(254));
    }

    @Test
    void longerTextIsCutTo252BytesAndThreeDots() {
        AmqpError error = AmqpException.notFound("x".repeat(256 - "NOT_FOUND - ".length())).error();
        assertEquals("NOT_FOUND - " + "x".repeat(252 - "NOT_FOUND - ".length()) + "...", error.replyText());
    }

    @Test
    void noCharacterIsCutInTwo() {
        for (int shift = 0; shift < 4; shift++) {
            AmqpError error = AmqpException.notFound("x".repeat(shift) + "🐇".repeat(80)).error();
            byte[] bytes = error.replyText().getBytes(StandardCharsets.UTF_8);
            assertEquals(true, bytes.length <= 255 && bytes.length > 251 - 4, "shift " + shift);
            assertEquals(-1, error.replyText().indexOf('\ufffd'), "shift " + shift);
            assertEquals(true, error.replyText().endsWith("🐇..."), "shift " + shift);
        }
    }

    @Test
    void firstMethodThatIsBlamedStays() {
        AmqpError error = AmqpException.accessRefused("no").at(QueueMethod.Bind.ID).error();
        assertEquals(50, error.classId());
        assertEquals(20, error.methodId());
        assertSame(error, error.at(BasicMethod.Publish.ID));
    }

    @Test
    void softErrorsEndAChannelAndHardOnesTheConnection() {
        List<Integer> soft = List.of(311, 312, 313, 403, 404, 405, 406);
        List<Integer> hard = List.of(320, 402, 501, 502, 503, 504, 505, 506, 530, 540, 541);
        assertEquals(soft, codes(ReplyCode.Scope.CHANNEL));
        assertEquals(hard, codes(ReplyCode.Scope.CONNECTION));
    }

    private static List<Integer> codes(ReplyCode.Scope scope) {
        return Arrays.stream(ReplyCode.values())
                .filter(code -> code.scope() == scope)
                .map(ReplyCode::code)
                .toList();
    }

    @Test
    void octetsArePrintedAsErlangDoes() {
        assertEquals("<<>>", octets(new byte[0]));
        assertEquals("<<0,60,255>>", octets(new byte[] {0, 60, -1}));
        assertEquals("<<\"abc \\\"\\\\\">>", octets("abc \"\\".getBytes(StandardCharsets.US_ASCII)));
    }

    private static String octets(byte[] bytes) {
        return OctetText.of(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    @Test
    void exceptionCostsNoStackTrace() {
        assertEquals(0, AmqpException.internalError("x").getStackTrace().length);
    }
}
