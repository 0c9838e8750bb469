package dev.leveret.amqp.frame;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
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

    private static final int CLASS_BASIC = 60;
    private static final int CONTENT_HEAD_SIZE = 12;

    private FrameWriter() {}

    public static void protocolHeader(ByteBuf out) {
        ProtocolHeader.write(out);
    }

    public static void heartbeat(ByteBuf out) {
        head(out, FrameType.HEARTBEAT, 0, 0);
        out.writeByte(FrameType.END);
    }

    /** A method without content. */
    public static void method(ByteBuf out, int channel, Method method) {
        int start = out.writerIndex();
        head(out, FrameType.METHOD, channel, 0);
        out.writeInt(method.id());
        method.encodeArguments(new ArgumentWriter(out));
        out.setInt(start + 3, out.writerIndex() - start - FrameType.HEAD_SIZE);
        out.writeByte(FrameType.END);
    }

    /** The wire bytes of a text of at most 255 bytes, for {@link #deliver}. */
    public static byte[] shortString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 255) {
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
        byte[] address = message.address().wire();
        int payloadSize = 4 + consumerTagWire.length + 9 + address.length;
        reserve(out, payloadSize, message, frameMax);
        methodHead(out, channel, payloadSize, BasicMethod.Deliver.ID);
        out.writeBytes(consumerTagWire);
        out.writeLong(deliveryTag);
        out.writeByte(redelivered ? 1 : 0);
        out.writeBytes(address);
        out.writeByte(FrameType.END);
        content(out, channel, message, frameMax);
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
        byte[] address = message.address().wire();
        int payloadSize = 4 + 9 + address.length + 4;
        reserve(out, payloadSize, message, frameMax);
        methodHead(out, channel, payloadSize, BasicMethod.GetOk.ID);
        out.writeLong(deliveryTag);
        out.writeByte(redelivered ? 1 : 0);
        out.writeBytes(address);
        out.writeInt((int) messageCount);
        out.writeByte(FrameType.END);
        content(out, channel, message, frameMax);
    }

    /** basic.return with its content. */
    public static void returned(
            ByteBuf out, int channel, int replyCode, String replyText, Message message, int frameMax) {
        method(out, channel, new BasicMethod.Return(replyCode, replyText, message.address()));
        content(out, channel, message, frameMax);
    }

    /** basic.publish with its content, as a client sends it. */
    public static void publish(
            ByteBuf out, int channel, boolean mandatory, boolean immediate, Message message, int frameMax) {
        method(out, channel, new BasicMethod.Publish(message.address(), mandatory, immediate));
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

    /** A content header of class basic. */
    public static void contentHeader(ByteBuf out, int channel, long bodySize, ContentHeader header) {
        byte[] raw = header.raw();
        head(out, FrameType.HEADER, channel, CONTENT_HEAD_SIZE + raw.length);
        out.writeInt(CLASS_BASIC << 16); // with the weight, always 0
        out.writeLong(bodySize);
        out.writeBytes(raw);
        out.writeByte(FrameType.END);
    }

    private static void content(ByteBuf out, int channel, Message message, int frameMax) {
        contentHeader(out, channel, message.bodySize(), message.header());
        int payloadMax = payloadMax(frameMax);
        int count = message.chunkCount();
        for (int i = 0; i < count; i++) {
            byte[] chunk = message.chunk(i);
            for (int start = 0; start < chunk.length; start += payloadMax) {
                body(out, channel, chunk, start, Math.min(payloadMax, chunk.length - start));
            }
        }
    }

    private static void body(ByteBuf out, int channel, byte[] chunk, int start, int size) {
        head(out, FrameType.BODY, channel, size);
        out.writeBytes(chunk, start, size);
        out.writeByte(FrameType.END);
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
        head(out, FrameType.METHOD, channel, payloadSize);
        out.writeInt(id);
    }

    private static void head(ByteBuf out, int type, int channel, int payloadSize) {
        out.writeByte(type);
        out.writeShort(channel);
        out.writeInt(payloadSize);
    }
}
