package dev.leveret.amqp.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.testing.AllocatedBytes;
import dev.leveret.amqp.testing.DecodingPeer;
import dev.leveret.amqp.value.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** What a message, a settlement and a length field cost in heap bytes. */
class AllocationTest {

    private static final int COUNT = 1000;

    /** Without leak detection, which notes down every access. */
    private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);

    private final Message message = Message.of(
            Address.of("amq.direct", "a.routing.key"),
            ContentHeader.of(BasicProperties.builder().contentType("text/plain").deliveryMode(2).build()),
            new byte[100],
            0);

    @Test
    void publishCostsItsRecordItsMessageAndItsBody() {
        // given a thousand publishes of 100 bytes in one piece
        ByteBuf in = BUFFERS.directBuffer();
        for (int i = 0; i < COUNT; i++) {
            FrameWriter.publish(in, 1, false, false, message, 131072);
        }
        DecodingPeer peer = new DecodingPeer();
        FrameDecoder decoder = FrameDecoder.ofServerFrames(peer, 131072);
        decoder.feed(in.readerIndex(0)); // fills the caches

        // when they are decoded
        in.readerIndex(0);
        long cost = AllocatedBytes.by(() -> decoder.feed(in));

        // then each costs 24 bytes of publish, 40 of message and 120 of body
        assertEquals(2 * COUNT, peer.messageCount());
        assertTrue(cost <= COUNT * (24 + 40 + 120), cost / COUNT + " bytes a message");
        in.release();
    }

    @Test
    void deliveriesAndConfirmsCostNothing() {
        ByteBuf out = BUFFERS.directBuffer(1 << 20);
        byte[] consumerTag = FrameWriter.shortString("amq.ctag-abcdefghijklmnopqrstuv");
        FrameWriter.deliver(out, 1, consumerTag, 1, false, message, 131072);
        FrameWriter.ack(out, 1, 1, true);
        long cost = AllocatedBytes.by(() -> {
            for (int i = 0; i < COUNT; i++) {
                FrameWriter.deliver(out, 1, consumerTag, i, false, message, 131072);
                FrameWriter.ack(out, 1, i, true);
            }
        });
        assertTrue(cost <= COUNT, cost + " bytes for " + COUNT);
        out.release();
    }

    @Test
    void settlementCostsItsRecord() {
        ByteBuf in = BUFFERS.directBuffer();
        for (int i = 0; i < COUNT; i++) {
            FrameWriter.ack(in, 1, i, false);
        }
        FrameDecoder decoder = FrameDecoder.ofServerFrames(new DecodingPeer(), 131072);
        decoder.feed(in.readerIndex(0));
        in.readerIndex(0);
        long cost = AllocatedBytes.by(() -> decoder.feed(in));
        assertTrue(cost <= COUNT * 24, cost / COUNT + " bytes a settlement");
        in.release();
    }

    @Test
    void lengthFieldsAloneCostNoMemory() {
        for (int type : new int[] {FrameType.METHOD, FrameType.HEADER, FrameType.HEARTBEAT}) {
            // given a decoder that allows frames of any size, and one that announces two gigabytes
            FrameDecoder decoder = FrameDecoder.ofServerFrames(new DecodingPeer(), 0);
            ByteBuf in = BUFFERS.directBuffer();
            in.writeByte(type).writeShort(1).writeInt(2_000_000_000).writeLong(0);

            // when its first bytes arrive
            // then memory is taken for them only
            assertTrue(AllocatedBytes.by(() -> decoder.feed(in)) < 4096);
            in.release();
        }
        FrameDecoder decoder = FrameDecoder.ofServerFrames(new DecodingPeer(), 0);
        ByteBuf in = BUFFERS.directBuffer();
        in.writeByte(FrameType.BODY).writeShort(1).writeInt(2_000_000_000).writeLong(0);
        assertTrue(AllocatedBytes.by(() -> decoder.feed(in)) < 140_000);
        in.release();
    }

    @Test
    void bodyThatHasBarelyBegunCostsLittle() {
        ByteBuf in = BUFFERS.directBuffer();
        in.writeByte(FrameType.BODY).writeShort(1).writeInt(120_000).writeByte('x');
        FrameDecoder decoder = FrameDecoder.ofServerFrames(new DecodingPeer(), 131072);
        long cost = AllocatedBytes.by(() -> decoder.feed(in));
        assertTrue(cost <= 1024, cost + " bytes");
        in.release();
    }
}
