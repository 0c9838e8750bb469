package dev.leveret.amqp.frame;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.value.ArgumentWriter;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Writes frames at the end of a buffer that stays the caller's.
 *
 * <p>Deliveries, confirms and what else there is one of a message are written without a record and in one
 * pass; every other method through its record.
 */
public final class FrameWriter {

    private static final int CONTENT_HEAD_SIZE = 12;
    private static final int SHORT_STRING_SIZE_MAX = 255;

    private FrameWriter() {}

    public static void protocolHeader(ByteBuf out) {
        ProtocolHeader.write(out);
    }

    public static void heartbeat(ByteBuf out) {
        out.writeLong((long) FrameType.HEARTBEAT << 56 | FrameType.END); // on channel 0, without payload
    }

    /**
     * A method without content.
     *
     * @throws IllegalArgumentException if a text does not fit; nothing is written then
     */
    public static void method(ByteBuf out, int channel, Method method) {
        openMethod(out, channel, method);
        out.writeByte(FrameType.END);
    }

    /** All but the end octet. */
    private static void openMethod(ByteBuf out, int channel, Method method) {
        int start = out.writerIndex();
        methodHead(out, channel, 0, method.id());
        try {
            method.encodeArguments(new ArgumentWriter(out));
        } catch (IllegalArgumentException e) {
            out.writerIndex(start); // half a frame would spoil all that follow
            throw e;
        }
        out.setInt(start + 3, out.writerIndex() - start - FrameType.HEAD_SIZE);
    }

    /** The wire bytes of a text of at most 255 bytes, for {@link #deliver}. */
    public static byte[] shortString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SHORT_STRING_SIZE_MAX) {
            throw new IllegalArgumentException(bytes.length + " bytes for a short string");
        }
        byte[] wire = new byte[1 + bytes.length];
        wire[0] = (byte) bytes.length;
        System.arraycopy(bytes, 0, wire, 1, bytes.length);
        return wire;
    }

    /**
     * basic.deliver with its content.
     *
     * @param consumerTagWire as {@link #shortString} makes it
     * @param frameMax the receiver's, in bytes with the 8 around a payload; 0: no limit
     */
    public static void deliver(
            ByteBuf out,
            int channel,
            byte[] consumerTagWire,
            long deliveryTag,
            boolean redelivered,
            Message message,
            int frameMax) {
        reserve(out, 4 + consumerTagWire.length + 9 + message.address().wire().length, message, frameMax);
        openDeliver(out, channel, consumerTagWire, deliveryTag, redelivered, message);
        content(out, channel, message, frameMax);
    }

    /** basic.deliver with its content header; the {@link #body} frames are still to be written. */
    public static void deliverHead(
            ByteBuf out, int channel, byte[] consumerTagWire, long deliveryTag, boolean redelivered, Message message) {
        openDeliver(out, channel, consumerTagWire, deliveryTag, redelivered, message);
        endContentHead(out, channel, message);
    }

    /** All but the end octet. */
    private static void openDeliver(
            ByteBuf out, int channel, byte[] consumerTagWire, long deliveryTag, boolean redelivered, Message message) {
        byte[] address = message.address().wire();
        methodHead(out, channel, 4 + consumerTagWire.length + 9 + address.length, BasicMethod.Deliver.ID);
        out.writeBytes(consumerTagWire);
        out.writeLong(deliveryTag);
        out.writeByte(redelivered ? 1 : 0);
        out.writeBytes(address);
    }

    /** basic.get-ok with its content; {@code messageCount} messages are left. */
    public static void getOk(
            ByteBuf out,
            int channel,
            long deliveryTag,
            boolean redelivered,
            long messageCount,
            Message message,
            int frameMax) {
        reserve(out, 4 + 9 + message.address().wire().length + 4, message, frameMax);
        openGetOk(out, channel, deliveryTag, redelivered, messageCount, message);
        content(out, channel, message, frameMax);
    }

    /** basic.get-ok with its content header; the {@link #body} frames are still to be written. */
    public static void getOkHead(
            ByteBuf out, int channel, long deliveryTag, boolean redelivered, long messageCount, Message message) {
        openGetOk(out, channel, deliveryTag, redelivered, messageCount, message);
        endContentHead(out, channel, message);
    }

    /** All but the end octet. */
    private static void openGetOk(
            ByteBuf out, int channel, long deliveryTag, boolean redelivered, long messageCount, Message message) {
        byte[] address = message.address().wire();
        methodHead(out, channel, 4 + 9 + address.length + 4, BasicMethod.GetOk.ID);
        out.writeLong(deliveryTag);
        out.writeByte(redelivered ? 1 : 0);
        out.writeBytes(address);
        out.writeInt((int) messageCount);
    }

    /** basic.return with its content. */
    public static void returned(
            ByteBuf out, int channel, int replyCode, String replyText, Message message, int frameMax) {
        openMethod(out, channel, new BasicMethod.Return(replyCode, replyText, message.address()));
        content(out, channel, message, frameMax);
    }

    /** basic.return with its content header; the {@link #body} frames are still to be written. */
    public static void returnedHead(ByteBuf out, int channel, int replyCode, String replyText, Message message) {
        openMethod(out, channel, new BasicMethod.Return(replyCode, replyText, message.address()));
        endContentHead(out, channel, message);
    }

    /** One body frame, of a part of a body. */
    public static void body(ByteBuf out, int channel, byte[] chunk, int start, int size) {
        out.writeByte(FrameType.BODY);
        out.writeShort(channel);
        out.writeInt(size);
        out.writeBytes(chunk, start, size);
        out.writeByte(FrameType.END);
    }

    /** basic.publish with its content, as a client sends it. */
    public static void publish(
            ByteBuf out, int channel, boolean mandatory, boolean immediate, Message message, int frameMax) {
        openMethod(out, channel, new BasicMethod.Publish(message.address(), mandatory, immediate));
        content(out, channel, message, frameMax);
    }

    /** basic.ack: a confirm, or a client's settlement. */
    public static void ack(ByteBuf out, int channel, long deliveryTag, boolean multiple) {
        methodHead(out, channel, 4 + 9, BasicMethod.Ack.ID);
        out.writeLong(deliveryTag);
        out.writeByte(multiple ? 1 : 0);
        out.writeByte(FrameType.END);
    }

    /** basic.nack: a negative confirm, or a client's refusal. */
    public static void nack(ByteBuf out, int channel, long deliveryTag, boolean multiple, boolean requeue) {
        methodHead(out, channel, 4 + 9, BasicMethod.Nack.ID);
        out.writeLong(deliveryTag);
        out.writeByte((multiple ? 1 : 0) | (requeue ? 2 : 0));
        out.writeByte(FrameType.END);
    }

    /** Ends the method's frame and writes the frames behind it. */
    private static void content(ByteBuf out, int channel, Message message, int frameMax) {
        openContentHead(out, channel, message);
        int payloadMax = payloadMax(frameMax);
        int count = message.chunkCount();
        for (int i = 0; i < count; i++) {
            bodies(out, channel, message.chunk(i), payloadMax);
        }
        out.writeByte(FrameType.END);
    }

    /** Ends the method's frame and writes the content header's, all but the end octet. */
    private static void openContentHead(ByteBuf out, int channel, Message message) {
        byte[] raw = message.header().raw();
        nextHead(out, FrameType.HEADER, channel, CONTENT_HEAD_SIZE + raw.length);
        out.writeInt(BasicMethod.CLASS); // with the weight in its low half, always 0
        out.writeLong(message.bodySize());
        out.writeBytes(raw);
    }

    private static void endContentHead(ByteBuf out, int channel, Message message) {
        openContentHead(out, channel, message);
        out.writeByte(FrameType.END);
    }

    private static void bodies(ByteBuf out, int channel, byte[] chunk, int payloadMax) {
        int end = chunk.length;
        for (int start = 0; start < end; ) {
            int size = Math.min(payloadMax, end - start);
            nextHead(out, FrameType.BODY, channel, size);
            out.writeBytes(chunk, start, size);
            start += size;
        }
    }

    /** Makes room for all of it at once. */
    private static void reserve(ByteBuf out, int methodPayloadSize, Message message, int frameMax) {
        long bodyFrames = message.chunkCount() + message.bodySize() / payloadMax(frameMax);
        long size = methodPayloadSize + CONTENT_HEAD_SIZE + message.header().raw().length + message.bodySize()
                + (2 + bodyFrames) * FrameType.OVERHEAD_SIZE;
        out.ensureWritable(Math.toIntExact(size));
    }

    private static int payloadMax(int frameMax) {
        return frameMax == 0 ? Integer.MAX_VALUE : frameMax - FrameType.OVERHEAD_SIZE;
    }

    private static void methodHead(ByteBuf out, int channel, int payloadSize, int id) {
        // the seven octets in front of the payload, and the first of the id
        out.writeLong((long) FrameType.METHOD << 56 | (long) channel << 40 | (long) payloadSize << 8 | id >>> 24);
        out.writeMedium(id);
    }

    /** Ends a frame and begins the next. */
    private static void nextHead(ByteBuf out, int type, int channel, int payloadSize) {
        out.writeLong((long) FrameType.END << 56 | (long) type << 48 | (long) channel << 32 | payloadSize);
    }
}
