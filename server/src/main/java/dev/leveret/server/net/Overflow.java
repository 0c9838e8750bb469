package dev.leveret.server.net;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/**
 * What a connection has to send and its socket does not take, in order.
 *
 * <p>Bodies stay the messages that they are, which queues and other connections share, and become bytes a frame at a time
 * when there is room for them. So a client that does not read holds a bounded amount of direct memory, however much it
 * has asked for. Owned by the connection's loop.
 */
final class Overflow {

    /** The longest body frame in bytes, whatever the client allows: frames are what direct memory is taken for. */
    private static final int BODY_SIZE_MAX = 128 * 1024;

    /** Room for the longest body frame, and more. */
    static final int PIECE_SIZE = BODY_SIZE_MAX + 32 * 1024;

    private static final int FRAME_OVERHEAD_SIZE = 8;
    private static final int FRAMES_SIZE = 512;
    private static final int FRAMES_SIZE_MAX = 16 * 1024;

    private sealed interface Part {}

    /** Frames that are finished. */
    private record Frames(ByteBuf bytes) implements Part {}

    /** The rest of a body. */
    private static final class Body implements Part {

        final int channel;
        final Message message;
        final int sizeMax;
        int chunk;
        int start;

        Body(int channel, Message message, int sizeMax) {
            this.channel = channel;
            this.message = message;
            this.sizeMax = sizeMax;
        }

        boolean isDone() {
            return chunk == message.chunkCount();
        }

        int nextSize() {
            return Math.min(sizeMax, message.chunk(chunk).length - start);
        }

        void write(ByteBuf out, int size) {
            byte[] bytes = message.chunk(chunk);
            FrameWriter.body(out, channel, bytes, start, size);
            start += size;
            if (start == bytes.length) {
                chunk++;
                start = 0;
            }
        }
    }

    private final ArrayDeque<Part> parts = new ArrayDeque<>();

    /** The last part, if it is one to which frames may be added. Its bytes are not counted yet. */
    private ByteBuf open;

    private long bytes;
    private long bodyBytes;

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** How much is here, in bytes of frames. */
    long bytes() {
        return bytes + (open == null ? 0 : open.readableBytes());
    }

    /** The same without bodies. */
    long frameBytes() {
        return bytes() - bodyBytes;
    }

    /** A buffer at the end, with room for so many bytes. Valid until the next call. */
    ByteBuf reserve(int size) {
        if (open == null || open.readableBytes() > FRAMES_SIZE_MAX) {
            close();
            open = Unpooled.buffer(Math.max(size, FRAMES_SIZE));
            parts.add(new Frames(open));
        }
        return open.ensureWritable(size);
    }

    /** Adds a body, even an empty one, whose method and content header have been written. */
    void add(int channel, Message message, int payloadMax) {
        close();
        parts.add(new Body(channel, message, Math.min(payloadMax, BODY_SIZE_MAX)));
        bytes += message.bodySize();
        bodyBytes += message.bodySize();
    }

    /** Writes as much to the buffer as it has room for. */
    void moveTo(ByteBuf out) {
        close();
        while (!parts.isEmpty()) {
            boolean fitted = switch (parts.peek()) {
                case Frames frames -> move(frames.bytes(), out);
                case Body body -> move(body, out);
            };
            if (!fitted) {
                return;
            }
            parts.remove();
        }
    }

    private boolean move(ByteBuf frames, ByteBuf out) {
        int size = Math.min(frames.readableBytes(), out.writableBytes());
        out.writeBytes(frames, size);
        bytes -= size;
        return !frames.isReadable();
    }

    private boolean move(Body body, ByteBuf out) {
        while (!body.isDone()) {
            int size = body.nextSize();
            if (out.writableBytes() < size + FRAME_OVERHEAD_SIZE) {
                return false;
            }
            body.write(out, size);
            bytes -= size;
            bodyBytes -= size;
        }
        return true;
    }

    void clear() {
        parts.clear();
        open = null;
        bytes = 0;
        bodyBytes = 0;
    }

    private void close() {
        if (open != null) {
            bytes += open.readableBytes();
            open = null;
        }
    }
}
