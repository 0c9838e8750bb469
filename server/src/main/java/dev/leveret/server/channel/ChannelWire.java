package dev.leveret.server.channel;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.server.net.Outbox;

/** Writes to the client on one channel. The only place of the channel that touches the outbox's bytes. */
final class ChannelWire implements ConfirmNumbers.Report {

    /** More than any method without a content takes: its longest has one short string and a few numbers. */
    private static final int METHOD_SIZE_MAX = 512;

    /** More than the method, the frames around it and the content header take without their variable parts. */
    private static final int CONTENT_OVERHEAD_SIZE = 64;

    private static final int CONFIRM_SIZE = 21;
    private static final int FRAME_OVERHEAD_SIZE = 8;
    private static final int NO_ROUTE_CODE = 312;
    private static final String NO_ROUTE_TEXT = "NO_ROUTE";

    private final Outbox outbox;
    private final int channel;
    private final int frameMax;
    private final int payloadMax;

    /** @param frameMax as negotiated, in bytes; 0: no limit */
    ChannelWire(Outbox outbox, int channel, int frameMax) {
        this.outbox = outbox;
        this.channel = channel;
        this.frameMax = frameMax;
        this.payloadMax = frameMax == 0 ? Integer.MAX_VALUE : frameMax - FRAME_OVERHEAD_SIZE;
    }

    void method(FromServer method) {
        FrameWriter.method(outbox.reserve(METHOD_SIZE_MAX), channel, method);
    }

    /**
     * Sends the answer to {@code basic.get}.
     *
     * @param message as the client is to see it
     */
    void getOk(long deliveryTag, boolean redelivered, long remaining, Message message) {
        int size = sizeOf(message);
        if (outbox.hasRoom(size)) {
            var out = outbox.reserve(size);
            FrameWriter.getOk(out, channel, deliveryTag, redelivered, remaining, message, frameMax);
        } else {
            var out = outbox.reserve(headSizeOf(message));
            FrameWriter.getOkHead(out, channel, deliveryTag, redelivered, remaining, message);
            outbox.add(channel, message, payloadMax);
        }
    }

    /** @param consumerTag as {@link FrameWriter#shortString} makes it */
    void deliver(byte[] consumerTag, long deliveryTag, boolean redelivered, Message message) {
        int size = sizeOf(message) + consumerTag.length;
        if (outbox.hasRoom(size)) {
            var out = outbox.reserve(size);
            FrameWriter.deliver(out, channel, consumerTag, deliveryTag, redelivered, message, frameMax);
        } else {
            var out = outbox.reserve(headSizeOf(message) + consumerTag.length);
            FrameWriter.deliverHead(out, channel, consumerTag, deliveryTag, redelivered, message);
            outbox.add(channel, message, payloadMax);
        }
    }

    /** Gives a mandatory message back that reached no queue. */
    void unroutable(Message message) {
        int size = sizeOf(message);
        if (outbox.hasRoom(size)) {
            FrameWriter.returned(outbox.reserve(size), channel, NO_ROUTE_CODE, NO_ROUTE_TEXT, message, frameMax);
        } else {
            var out = outbox.reserve(headSizeOf(message));
            FrameWriter.returnedHead(out, channel, NO_ROUTE_CODE, NO_ROUTE_TEXT, message);
            outbox.add(channel, message, payloadMax);
        }
    }

    /** Whether the client takes what it is sent. */
    boolean keepsUp() {
        return outbox.writable();
    }

    /** Runs the task once the client takes what it is sent; never if the connection ends before. */
    void whenKeepsUp(Runnable task) {
        outbox.whenWritable(task);
    }

    @Override
    public void ack(long number, boolean multiple) {
        FrameWriter.ack(outbox.reserve(CONFIRM_SIZE), channel, number, multiple);
    }

    @Override
    public void nack(long number) {
        FrameWriter.nack(outbox.reserve(CONFIRM_SIZE), channel, number, false, false);
    }

    private int sizeOf(Message message) {
        int frames = message.chunkCount() + message.bodySize() / payloadMax;
        return headSizeOf(message) + message.bodySize() + frames * FRAME_OVERHEAD_SIZE;
    }

    private static int headSizeOf(Message message) {
        return CONTENT_OVERHEAD_SIZE + message.address().wire().length + message.header().raw().length;
    }
}
