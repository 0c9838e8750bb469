package dev.leveret.amqp.frame;

import static dev.leveret.amqp.error.AmqpException.frameError;
import static dev.leveret.amqp.error.AmqpException.unexpectedFrame;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.AddressCache;
import dev.leveret.amqp.message.ContentHeaderCache;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.value.ArgumentReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Finds the frames in what a peer sends, fed with pieces cut at any byte boundary.
 *
 * <p>One per connection, used by its loop alone. It keeps no fed buffer after {@link #feed} returns. A
 * frame that lies whole in a piece is read where it is; of one that does not, the part is copied into
 * memory that grows as bytes arrive. Bodies go straight into the array that the handler gets.
 */
public final class FrameDecoder {

    private enum State {
        PROTOCOL_HEADER,
        FRAME_HEAD,
        PAYLOAD,
        /** Out of step with the peer, or speaking another protocol: nothing can be understood any more. */
        LOST
    }

    /** Content headers start with class id, weight and body size. */
    private static final int CONTENT_HEAD_SIZE = 12;

    /** A body up to the usual frame size gets its array when its frame begins, a bigger one bit by bit. */
    private static final int BODY_START_SIZE_MAX = 128 * 1024;

    /** What begins with a few bytes may go on so slowly that its array would be there for hours. */
    private static final int BODY_START_GROWTH_MAX = 16;

    private final FrameHandler handler;
    private final ArgumentReader arguments = new ArgumentReader(new AddressCache());
    private final ContentHeaderCache headers = new ContentHeaderCache();
    private final PartialBytes partial = new PartialBytes();
    private final PartialBytes partialBody = new PartialBytes();
    private State state = State.PROTOCOL_HEADER;
    private int payloadMax;

    // the frame whose payload is awaited
    private int type;
    private int channel;
    private int payloadSize;

    /** @param frameMax as of {@link #setFrameMax} */
    public FrameDecoder(FrameHandler handler, int frameMax) {
        this.handler = handler;
        setFrameMax(frameMax);
    }

    /** A decoder for the client's side of a connection, where no protocol header comes first. */
    public static FrameDecoder ofServerFrames(FrameHandler handler, int frameMax) {
        FrameDecoder decoder = new FrameDecoder(handler, frameMax);
        decoder.state = State.FRAME_HEAD;
        return decoder;
    }

    /**
     * Changes the limit from the next frame on.
     *
     * @param frameMax in bytes, with the 8 around the payload; 0: no limit. As RabbitMQ does, payloads of
     *     up to {@code frameMax} are let pass, for clients that forget those 8.
     */
    public void setFrameMax(int frameMax) {
        payloadMax = frameMax == 0 ? Integer.MAX_VALUE - FrameType.OVERHEAD_SIZE : frameMax;
    }

    /**
     * Calls the handler for each frame that is complete with these bytes, until the handler has stopped.
     *
     * @param in read to its end, unless an exception comes out: then up to the end of the frame at fault,
     *     and feeding it again goes on with the next frame; not released
     * @throws AmqpException 501 if the bytes are no frames, 502 if a content header is malformed, 505 for a
     *     frame on a channel where it cannot be; and what the handler throws
     */
    public void feed(ByteBuf in) {
        while (in.isReadable()) {
            if (handler.stopped()) {
                in.skipBytes(in.readableBytes());
                return;
            }
            switch (state) {
                case FRAME_HEAD -> frameHead(in);
                case PAYLOAD -> payload(in);
                case PROTOCOL_HEADER -> protocolHeader(in);
                case LOST -> in.skipBytes(in.readableBytes());
            }
        }
    }

    /** Whether an error made it impossible to tell where the next frame starts; all input is dropped. */
    public boolean isLost() {
        return state == State.LOST;
    }

    private void protocolHeader(ByteBuf in) {
        if (!partial.fill(in, Long.BYTES)) {
            return;
        }
        boolean supported = ProtocolHeader.isSupported(partial.take().getLong(0));
        state = supported ? State.FRAME_HEAD : State.LOST;
        handler.protocolHeader(supported);
    }

    private void frameHead(ByteBuf in) {
        if (partial.isEmpty() && in.readableBytes() >= FrameType.HEAD_SIZE) {
            int start = in.readerIndex();
            in.readerIndex(start + FrameType.HEAD_SIZE);
            begin(in, start);
        } else if (partial.fill(in, FrameType.HEAD_SIZE)) {
            begin(partial.take(), 0);
        }
    }

    private void begin(ByteBuf head, int start) {
        type = head.getUnsignedByte(start);
        channel = head.getUnsignedShort(start + 1);
        long size = head.getUnsignedInt(start + 3);
        if (size > payloadMax) {
            state = State.LOST;
            throw frameError(
                    "type %d, all octets = <<>>: {frame_too_large,%d,%d}",
                    type, size, payloadMax - FrameType.OVERHEAD_SIZE);
        }
        payloadSize = (int) size;
        state = State.PAYLOAD;
    }

    private void payload(ByteBuf in) {
        if (partial.isEmpty() && partialBody.isEmpty() && in.readableBytes() > payloadSize) {
            int start = in.readerIndex();
            in.readerIndex(start + payloadSize + 1);
            frame(in, start);
        } else if (type == FrameType.BODY) {
            bodyInPieces(in);
        } else if (partial.fill(in, payloadSize + 1)) {
            frame(partial.take(), 0);
        }
    }

    private void bodyInPieces(ByteBuf in) {
        int startSize = Math.min(BODY_START_SIZE_MAX, BODY_START_GROWTH_MAX * in.readableBytes());
        if (!partialBody.fillInPlace(in, payloadSize, startSize) || !in.isReadable()) {
            return;
        }
        byte[] chunk = partialBody.takeArray();
        ByteBuf payload = Unpooled.wrappedBuffer(chunk);
        end(in.readUnsignedByte(), payload, 0);
        refuseOnChannelZero(payload, 0);
        handler.body(channel, chunk);
    }

    private void frame(ByteBuf in, int start) {
        end(in.getUnsignedByte(start + payloadSize), in, start);
        switch (type) {
            case FrameType.METHOD -> method(in, start);
            case FrameType.HEADER -> contentHeader(in, start);
            case FrameType.BODY -> body(in, start);
            case FrameType.HEARTBEAT -> heartbeat(in, start);
            default -> throw unknownFrame(in, start);
        }
    }

    /** Order: the state is the next frame's before this one is handled, so that its handler may throw. */
    private void end(int marker, ByteBuf in, int start) {
        if (marker != FrameType.END) {
            state = State.LOST;
            throw frameError("%s: {invalid_frame_end_marker,%d}", snippet(in, start), marker);
        }
        state = State.FRAME_HEAD;
    }

    private void method(ByteBuf in, int start) {
        if (payloadSize < Integer.BYTES) {
            throw unknownFrame(in, start);
        }
        arguments.reset(in, start + Integer.BYTES, start + payloadSize);
        try {
            handler.method(channel, in.getInt(start), arguments);
        } finally {
            arguments.clear();
        }
    }

    private void contentHeader(ByteBuf in, int start) {
        if (payloadSize < CONTENT_HEAD_SIZE) {
            throw unknownFrame(in, start);
        }
        refuseOnChannelZero(in, start);
        int classId = in.getUnsignedShort(start);
        if (in.getUnsignedShort(start + 2) != 0) { // RabbitMQ takes a weight other than 0 for no content header
            throw ContentAssembler.headerExpected().at(BasicMethod.Publish.ID);
        }
        long bodySize = in.getLong(start + 4);
        int propertiesSize = payloadSize - CONTENT_HEAD_SIZE;
        handler.contentHeader(
                channel, classId, bodySize, headers.lookup(in, start + CONTENT_HEAD_SIZE, propertiesSize));
    }

    private void body(ByteBuf in, int start) {
        refuseOnChannelZero(in, start);
        byte[] chunk = new byte[payloadSize];
        int next = in.readerIndex();
        in.readerIndex(start).readBytes(chunk).readerIndex(next); // getBytes may make an object each time
        handler.body(channel, chunk);
    }

    private void heartbeat(ByteBuf in, int start) {
        if (payloadSize != 0) {
            throw unknownFrame(in, start);
        }
        if (channel != 0) {
            throw unexpectedFrame(snippet(in, start));
        }
        handler.heartbeat(channel);
    }

    private void refuseOnChannelZero(ByteBuf in, int start) {
        if (channel == 0) {
            throw unexpectedFrame(snippet(in, start));
        }
    }

    private AmqpException unknownFrame(ByteBuf in, int start) {
        return frameError("%s: unknown_frame", snippet(in, start));
    }

    private String snippet(ByteBuf in, int start) {
        return FrameSnippet.of(type, in, start, payloadSize);
    }
}
