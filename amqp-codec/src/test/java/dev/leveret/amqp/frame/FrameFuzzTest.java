package dev.leveret.amqp.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.method.ToConnection;
import dev.leveret.amqp.testing.AllocatedBytes;
import dev.leveret.amqp.testing.DecodingPeer;
import dev.leveret.amqp.testing.RandomMethods;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.testing.RecordedFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Frames of valid conversations, changed at random: whatever comes, it ends in frames or in an error of the
 * protocol, and costs memory in proportion to what was sent.
 */
class FrameFuzzTest {

    /** 406 for a message that is announced too big. */
    private static final Set<ReplyCode> EXPECTED = EnumSet.of(
            ReplyCode.FRAME_ERROR,
            ReplyCode.SYNTAX_ERROR,
            ReplyCode.COMMAND_INVALID,
            ReplyCode.CHANNEL_ERROR,
            ReplyCode.UNEXPECTED_FRAME,
            ReplyCode.PRECONDITION_FAILED);

    private static final ByteBufAllocator UNWATCHED = new UnpooledByteBufAllocator(true, true);

    private static final int CONVERSATIONS = 100;
    private static final int FRAME_MAX = 131072;

    /** What a peer may cost whatever it sends: its caches, one frame that is announced. */
    private static final long FIXED_COST_MAX = FRAME_MAX + 64 * 1024;

    /** For each octet sent: a table of the smallest fields, an error text in numbers, frames of single octets. */
    private static final long COST_PER_OCTET_MAX = 64;

    private final Map<ReplyCode, Integer> errors = new EnumMap<>(ReplyCode.class);
    private long methodCount;
    private long messageCount;

    @Test
    void mutatedFramesEndInFramesOrErrorsOfTheProtocol() {
        fuzz(1, 100_000);
        assertEquals(EXPECTED, errors.keySet(), errors::toString);
        assertTrue(methodCount > 100_000, "only " + methodCount + " methods were decoded");
        assertTrue(messageCount > 10_000, "only " + messageCount + " messages were complete");
    }

    @Test
    @Tag("nightly")
    void millionsOfFurtherMutatedFramesEndInFramesOrErrorsOfTheProtocol() {
        fuzz(200_000 + Long.getLong("nightly.seed", 0), 2_000_000 * Integer.getInteger("nightly.times", 1));
    }

    private void fuzz(long firstSeed, int inputs) {
        byte[][] conversations = new byte[CONVERSATIONS][];
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations[i] = conversation(firstSeed + i);
        }
        for (int i = 0; i < inputs; i++) {
            long seed = firstSeed + i;
            Random random = new Random(seed * 0x9e3779b97f4a7c15L);
            byte[] input = FrameMutation.mutate(conversations[random.nextInt(CONVERSATIONS)], random);
            boolean isWarmUp = i < 1000; // classes are loaded
            boolean watchLeaks = i % 16 == 0; // the leak detector notes down every access, at a price
            ByteBufAllocator buffers = watchLeaks ? PooledByteBufAllocator.DEFAULT : UNWATCHED;
            try {
                long cost = AllocatedBytes.by(() -> feed(input, random, buffers));
                assertTrue(
                        watchLeaks || isWarmUp || cost <= FIXED_COST_MAX + COST_PER_OCTET_MAX * input.length,
                        () -> cost + " bytes allocated for " + input.length);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(input), e);
            }
        }
    }

    /** In one piece or a few, going on after errors as a connection does that waits for close-ok. */
    private void feed(byte[] input, Random random, ByteBufAllocator buffers) {
        DecodingPeer peer = new DecodingPeer();
        FrameDecoder decoder = new FrameDecoder(peer, FRAME_MAX);
        int pieceSize = 1 + (random.nextBoolean() ? input.length : random.nextInt(input.length + 1));
        ByteBuf buffer = buffers.directBuffer(input.length).writeBytes(input);
        for (int start = 0; start < input.length; start += pieceSize) {
            int size = Math.min(pieceSize, input.length - start);
            feed(decoder, buffer.setIndex(start, start + size));
            buffer.setZero(start, size); // a decoder that still looks there will notice
        }
        assertEquals(1, buffer.refCnt());
        buffer.release();
        methodCount += peer.methodCount();
        messageCount += peer.messageCount();
        if (peer.last() != null) {
            peer.last().header().properties();
            peer.last().header().headers();
        }
    }

    private void feed(FrameDecoder decoder, ByteBuf piece) {
        while (piece.isReadable()) {
            try {
                decoder.feed(piece);
            } catch (AmqpException e) {
                ReplyCode code = e.error().code();
                assertTrue(EXPECTED.contains(code), e::getMessage);
                assertTrue(e.error().replyText().length() <= 255, e::getMessage);
                errors.merge(code, 1, Integer::sum);
            }
        }
    }

    /** About twenty frames that a client may send. */
    private static byte[] conversation(long seed) {
        RandomValues values = new RandomValues(seed);
        ByteBuf out = Unpooled.buffer();
        FrameWriter.protocolHeader(out);
        for (Method method : RandomMethods.ofEachKind(values)) {
            boolean fromClient = method instanceof ToChannel || method instanceof ToConnection;
            boolean awaitsContent = method instanceof BasicMethod.Publish;
            if (fromClient && !awaitsContent && values.random().nextInt(4) == 0) {
                FrameWriter.method(out, RecordedFrames.channelOf(method), method);
            }
            if (values.random().nextInt(10) == 0) {
                ContentHeader header = ContentHeader.of(values.properties());
                Message message = Message.of(values.address(), header, values.bytes(300), 0);
                FrameWriter.publish(out, 1 + values.random().nextInt(2), true, false, message, 100);
            }
        }
        FrameWriter.heartbeat(out);
        return RecordedFrames.drain(out);
    }
}
