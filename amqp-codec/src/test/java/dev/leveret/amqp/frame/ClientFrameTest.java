package dev.leveret.amqp.frame;

import static dev.leveret.amqp.testing.RecordedFrames.drain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.testing.ClientForm;
import dev.leveret.amqp.testing.ClientFrames;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.value.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Contents are written in one pass, cut to the receiver's frames, and RabbitMQ's Java client reads them. */
class ClientFrameTest {

    private static final int CHANNEL = 513;

    @Test
    void clientReadsDeliveries() {
        for (int seed = 0; seed < 2000; seed++) {
            // given a random message, cut into random chunks, and a receiver's frame size
            RandomValues values = new RandomValues(seed).withoutBytes();
            BasicProperties properties = values.properties();
            byte[] body = values.bytes(3000);
            Message message = Message.ofChunks(values.address(), ContentHeader.of(properties), cut(body, values), 0);
            String tag = values.shortText();
            long deliveryTag = values.number();
            boolean redelivered = values.bit();
            int frameMax = values.bit() ? 0 : 9 + values.random().nextInt(2000);

            // when it is delivered
            ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            FrameWriter.deliver(
                    out, CHANNEL, FrameWriter.shortString(tag), deliveryTag, redelivered, message, frameMax);

            // then the client reads the same method, properties and body
            List<byte[]> frames = frames(drain(out));
            AMQP.Basic.Deliver deliver = new AMQP.Basic.Deliver.Builder()
                    .consumerTag(tag)
                    .deliveryTag(deliveryTag)
                    .redelivered(redelivered)
                    .exchange(message.address().exchange())
                    .routingKey(message.address().routingKey())
                    .build();
            assertEquals(deliver, ClientFrames.readMethod(frames.get(0)), "seed " + seed);
            assertEquals(ClientForm.of(properties), ClientFrames.readHeader(frames.get(1)), "seed " + seed);
            assertArrayEquals(body, body(frames, frameMax), "seed " + seed);
        }
    }

    @Test
    void contentsWrittenInPiecesAreTheSameBytes() {
        // given a message of two chunks that are frames
        Message message = Message.ofChunks(
                Address.of("e", "k"),
                ContentHeader.of(BasicProperties.builder().contentType("text/plain").build()),
                new byte[][] {{1, 2, 3, 4}, {5, 6}},
                0);
        byte[] tag = FrameWriter.shortString("c");

        // when its heads and its bodies are written one by one, then each is as if written in one pass
        assertSameBytes(
                message,
                out -> FrameWriter.deliver(out, CHANNEL, tag, 7, true, message, 0),
                out -> FrameWriter.deliverHead(out, CHANNEL, tag, 7, true, message));
        assertSameBytes(
                message,
                out -> FrameWriter.getOk(out, CHANNEL, 7, true, 9, message, 0),
                out -> FrameWriter.getOkHead(out, CHANNEL, 7, true, 9, message));
        assertSameBytes(
                message,
                out -> FrameWriter.returned(out, CHANNEL, 312, "NO_ROUTE", message, 0),
                out -> FrameWriter.returnedHead(out, CHANNEL, 312, "NO_ROUTE", message));
    }

    private static void assertSameBytes(Message message, Consumer<ByteBuf> whole, Consumer<ByteBuf> head) {
        ByteBuf expected = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        whole.accept(expected);
        ByteBuf pieces = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        head.accept(pieces);
        FrameWriter.body(pieces, CHANNEL, message.chunk(0), 0, 4);
        FrameWriter.body(pieces, CHANNEL, message.chunk(1), 0, 2);
        assertArrayEquals(drain(expected), drain(pieces));
    }

    @Test
    void clientReadsReturnsAndGetOks() {
        Message message = Message.of(
                Address.of("e", "k"), ContentHeader.of(BasicProperties.EMPTY), new byte[] {1, 2, 3}, 0);
        ByteBuf returned = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.returned(returned, CHANNEL, 312, "NO_ROUTE", message, 4096);
        List<byte[]> frames = frames(drain(returned));
        assertEquals(
                new AMQP.Basic.Return.Builder()
                        .replyCode(312)
                        .replyText("NO_ROUTE")
                        .exchange("e")
                        .routingKey("k")
                        .build(),
                ClientFrames.readMethod(frames.getFirst()));
        assertArrayEquals(message.body(), body(frames, 4096));

        ByteBuf getOk = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.getOk(getOk, CHANNEL, 7, true, 0xffff_fffeL, message, 4096);
        frames = frames(drain(getOk));
        assertEquals(
                new AMQP.Basic.GetOk.Builder()
                        .deliveryTag(7)
                        .redelivered(true)
                        .exchange("e")
                        .routingKey("k")
                        .messageCount(-2)
                        .build(),
                ClientFrames.readMethod(frames.getFirst()));
        assertArrayEquals(message.body(), body(frames, 4096));
    }

    @Test
    void bodyIsCutToFramesOfTheReceiver() {
        byte[] body = new byte[10_000];
        Message message = Message.of(Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), body, 0);
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.deliver(out, 1, FrameWriter.shortString("c"), 1, false, message, 4096);
        List<Integer> sizes = frames(drain(out)).stream().map(frame -> frame.length).toList();
        assertEquals(List.of(4096, 4096, 10_000 - 2 * 4088 + 8), sizes.subList(2, sizes.size()));
    }

    @Test
    void emptyBodyHasNoFrame() {
        Message message =
                Message.of(Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), new byte[0], 0);
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.deliver(out, 1, FrameWriter.shortString("c"), 1, false, message, 4096);
        assertEquals(2, frames(drain(out)).size());
    }

    @Test
    void methodThatDoesNotFitLeavesNoHalfFrame() {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.heartbeat(out);
        Method tooLong = new BasicMethod.CancelOk("x".repeat(256));
        assertThrows(IllegalArgumentException.class, () -> FrameWriter.method(out, 1, tooLong));
        assertEquals(8, out.readableBytes());
        out.release();
    }

    @Test
    void heartbeatAndProtocolHeaderAreThoseOfTheSpecification() {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.heartbeat(out);
        Frame heartbeat = ClientFrames.read(drain(out));
        assertEquals(AMQP.FRAME_HEARTBEAT, heartbeat.getType());
        assertEquals(0, heartbeat.getChannel());
        assertEquals(0, heartbeat.getPayload().length);

        ByteBuf header = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        FrameWriter.protocolHeader(header);
        assertArrayEquals(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1}, drain(header));
    }

    private static byte[][] cut(byte[] body, RandomValues values) {
        List<byte[]> chunks = new ArrayList<>();
        for (int start = 0; start < body.length; ) {
            int end = start + 1 + values.random().nextInt(body.length - start);
            chunks.add(Arrays.copyOfRange(body, start, end));
            start = end;
        }
        return chunks.toArray(byte[][]::new);
    }

    /** The body in all frames behind method and header, each of which fits the receiver. */
    private static byte[] body(List<byte[]> frames, int frameMax) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] frame : frames.subList(2, frames.size())) {
            Frame read = ClientFrames.read(frame);
            assertEquals(AMQP.FRAME_BODY, read.getType());
            assertEquals(CHANNEL, read.getChannel());
            assertTrue(frameMax == 0 || frame.length <= frameMax);
            body.writeBytes(read.getPayload());
        }
        return body.toByteArray();
    }

    private static List<byte[]> frames(byte[] bytes) {
        List<byte[]> frames = new ArrayList<>();
        for (int start = 0; start < bytes.length; ) {
            int size = ByteBuffer.wrap(bytes).getInt(start + 3) + 8;
            frames.add(Arrays.copyOfRange(bytes, start, start + size));
            start += size;
        }
        return frames;
    }
}
