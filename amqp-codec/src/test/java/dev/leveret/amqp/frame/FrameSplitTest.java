package dev.leveret.amqp.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.method.ToConnection;
import dev.leveret.amqp.testing.RandomMethods;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.testing.RecordedFrames;
import dev.leveret.amqp.testing.RecordedFrames.Seen;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wherever the bytes of a connection are cut, the same frames come out. */
class FrameSplitTest {

    private static final int FRAME_MAX = 4096;

    /** Without leak detection, which notes down every access. */
    private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);

    @Test
    void twoPiecesCutAnywhereGiveTheSameFrames() {
        byte[] bytes = conversation(1);
        List<Seen> whole = feed(bytes, bytes.length);
        for (int cut = 1; cut < bytes.length; cut++) {
            RecordedFrames recorded = RecordedFrames.ofClient();
            FrameDecoder decoder = new FrameDecoder(recorded, FRAME_MAX);
            feed(decoder, bytes, 0, cut);
            feed(decoder, bytes, cut, bytes.length);
            assertEquals(whole, recorded.seen(), "cut at " + cut);
        }
    }

    @Test
    void piecesOfAnySizeGiveTheSameFrames() {
        for (int seed = 0; seed < 6; seed++) {
            byte[] bytes = conversation(seed);
            List<Seen> whole = feed(bytes, bytes.length);
            for (int size : new int[] {1, 2, 3, 5, 7, 8, 9, 64, 1000}) {
                assertEquals(whole, feed(bytes, size), "seed " + seed + ", pieces of " + size);
            }
        }
    }

    @Test
    void everyMethodAndContentOfTheConversationIsSeen() {
        List<Seen> seen = feed(conversation(1), Integer.MAX_VALUE);
        assertEquals(new Seen.Protocol(true), seen.getFirst());
        assertEquals(37, seen.stream().filter(frame -> frame instanceof Seen.OfMethod).count() - 1);
        assertEquals(1, seen.stream().filter(frame -> frame instanceof Seen.Header).count());
        assertEquals(1, seen.stream().filter(frame -> frame instanceof Seen.Heartbeat).count());
    }

    private static List<Seen> feed(byte[] bytes, int pieceSize) {
        RecordedFrames recorded = RecordedFrames.ofClient();
        FrameDecoder decoder = new FrameDecoder(recorded, FRAME_MAX);
        for (int start = 0; start < bytes.length; ) {
            int end = (int) Math.min(bytes.length, (long) start + pieceSize);
            feed(decoder, bytes, start, end);
            start = end;
        }
        return recorded.seen();
    }

    /** Feeds a piece that is gone afterwards. */
    private static void feed(FrameDecoder decoder, byte[] bytes, int start, int end) {
        ByteBuf piece = BUFFERS.directBuffer(end - start);
        piece.writeBytes(bytes, start, end - start);
        decoder.feed(piece);
        assertEquals(0, piece.readableBytes());
        assertEquals(1, piece.refCnt());
        piece.setZero(0, piece.capacity());
        piece.release();
    }

    /** One of each method that a client may send, and a publish with a body of several frames. */
    private static byte[] conversation(long seed) {
        RandomValues values = new RandomValues(seed);
        ByteBuf out = Unpooled.buffer();
        FrameWriter.protocolHeader(out);
        for (Method method : RandomMethods.ofEachKind(values)) {
            if (method instanceof ToChannel || method instanceof ToConnection) {
                FrameWriter.method(out, RecordedFrames.channelOf(method), method);
            }
        }
        FrameWriter.heartbeat(out);
        ContentHeader header = ContentHeader.of(values.properties());
        Message message = Message.of(values.address(), header, values.bytes(1000), 0);
        FrameWriter.publish(out, 1, true, false, message, 300);
        return RecordedFrames.drain(out);
    }
}
