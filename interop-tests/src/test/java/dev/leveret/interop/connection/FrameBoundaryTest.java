package dev.leveret.interop.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP knows no frames: where the network cuts the bytes makes no difference. */
@WithBroker
class FrameBoundaryTest {

    private static final String QUEUE = "frame-boundaries";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 64, 1000, 100_000})
    void sessionCutIntoPiecesOfAnySizeIsUnderstood(int pieceSize, RawClient raw) throws Exception {
        // given
        raw.open();
        byte[] body = new byte[2000];
        new Random(pieceSize).nextBytes(body);
        byte[] session = session(QUEUE + pieceSize, body);
        // when
        for (int from = 0; from < session.length; from += pieceSize) {
            raw.bytes(Arrays.copyOfRange(session, from, Math.min(session.length, from + pieceSize)));
        }
        // then
        expectAnswers(raw, body);
    }

    @Test
    void sessionCutAtRandomIsUnderstood(RawClient raw) throws Exception {
        // given
        raw.open();
        Random random = new Random(20_009);
        byte[] body = new byte[2000];
        random.nextBytes(body);
        byte[] session = session(QUEUE, body);
        // when
        for (int from = 0; from < session.length; ) {
            int to = Math.min(session.length, from + 1 + random.nextInt(40));
            raw.bytes(Arrays.copyOfRange(session, from, to));
            from = to;
        }
        // then
        expectAnswers(raw, body);
    }

    private static byte[] session(String queue, byte[] body) throws Exception {
        ByteArrayOutputStream session = new ByteArrayOutputStream();
        session.write(method(new AMQP.Channel.Open.Builder().build()));
        session.write(method(new AMQP.Queue.Declare.Builder().queue(queue).exclusive(true).build()));
        session.write(method(new AMQP.Basic.Publish.Builder().exchange("").routingKey(queue).build()));
        byte[] header = new byte[] {0, 60, 0, 0, 0, 0, 0, 0, 0, 0, (byte) (body.length >> 8), (byte) body.length, 0, 0};
        session.write(RawClient.encoded(RawClient.HEADER, 1, header, RawClient.FRAME_END));
        session.write(RawClient.encoded(RawClient.BODY, 1, Arrays.copyOf(body, 700), RawClient.FRAME_END));
        session.write(RawClient.encoded(RawClient.BODY, 1, Arrays.copyOfRange(body, 700, body.length),
                RawClient.FRAME_END));
        session.write(RawClient.encoded(RawClient.HEARTBEAT, 0, new byte[0], RawClient.FRAME_END));
        session.write(method(new AMQP.Basic.Get.Builder().queue(queue).noAck(true).build()));
        session.write(method(new AMQP.Queue.Delete.Builder().queue(queue).build()));
        return session.toByteArray();
    }

    private static byte[] method(Method method) throws Exception {
        return RawClient.encoded(RawClient.METHOD, 1, RawClient.payload(method), RawClient.FRAME_END);
    }

    private static void expectAnswers(RawClient raw, byte[] body) throws Exception {
        raw.expect(AMQP.Channel.OpenOk.class);
        raw.expect(AMQP.Queue.DeclareOk.class);
        raw.expect(AMQP.Basic.GetOk.class);
        assertEquals(RawClient.HEADER, raw.read().type());
        assertArrayEquals(body, raw.read().payload());
        raw.expect(AMQP.Queue.DeleteOk.class);
    }
}
