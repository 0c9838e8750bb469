package dev.leveret.amqp.frame;

import static dev.leveret.amqp.error.AmqpException.frameError;
import static dev.leveret.amqp.error.AmqpException.preconditionFailed;
import static dev.leveret.amqp.error.AmqpException.unexpectedFrame;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import java.util.Arrays;

/**
 * Puts the frames of one publish together: the method, the content header, the bodies (AMQP 0-9-1 §4.2.6).
 *
 * <p>One per channel, used by the connection's loop alone. After an error it is back at its start.
 */
public final class ContentAssembler {

    private enum State {
        IDLE,
        AWAITING_HEADER,
        AWAITING_BODY,
        COMPLETE
    }

    private static final int CLASS_BASIC = 60;
    private static final byte[][] NO_CHUNKS = new byte[0][];

    private final long bodySizeMax;
    private State state = State.IDLE;
    private BasicMethod.Publish publish;
    private ContentHeader header;
    private long missingSize;
    private byte[][] chunks = NO_CHUNKS;
    private int chunkCount;

    /** @param bodySizeMax the biggest body allowed, in bytes */
    public ContentAssembler(long bodySizeMax) {
        this.bodySizeMax = bodySizeMax;
    }

    /** To be called when a method arrives on the channel: 505 if content has to come first. */
    public void expectMethod() {
        switch (state) {
            case IDLE, COMPLETE -> {}
            case AWAITING_HEADER -> throw reset(unexpectedFrame(
                    "expected content header for class %d, got non content header frame instead", CLASS_BASIC));
            case AWAITING_BODY -> throw reset(
                    unexpectedFrame("expected content body, got non content body frame instead"));
        }
    }

    /** A publish has arrived; what belongs to an earlier one is forgotten. */
    public void begin(BasicMethod.Publish publish) {
        forget();
        this.publish = publish;
        state = State.AWAITING_HEADER;
    }

    /**
     * A content header has arrived.
     *
     * @return true if the message is complete with it
     * @throws AmqpException 505 if it is not its turn; 406 if the body that it announces is too big
     */
    public boolean header(int classId, long bodySize, ContentHeader header) {
        if (state != State.AWAITING_HEADER) {
            throw reset(state == State.AWAITING_BODY
                    ? unexpectedFrame("expected content body, got non content body frame instead")
                    : unexpectedFrame("expected method frame, got non method frame instead"));
        }
        if (classId != CLASS_BASIC) {
            throw reset(unexpectedFrame(
                    "expected content header for class %d, got one for class %d instead", CLASS_BASIC, classId));
        }
        if (Long.compareUnsigned(bodySize, bodySizeMax) > 0) {
            throw reset(preconditionFailed("message size %s is larger than configured max size %d",
                    Long.toUnsignedString(bodySize), bodySizeMax));
        }
        this.header = header;
        missingSize = bodySize;
        state = bodySize == 0 ? State.COMPLETE : State.AWAITING_BODY;
        return bodySize == 0;
    }

    /**
     * A body frame has arrived.
     *
     * @return true if the message is complete with it
     * @throws AmqpException 505 if it is not its turn; 501 if it is more than was announced
     */
    public boolean body(byte[] chunk) {
        if (state != State.AWAITING_BODY) {
            throw reset(state == State.AWAITING_HEADER
                    ? unexpectedFrame(
                            "expected content header for class %d, got non content header frame instead", CLASS_BASIC)
                    : unexpectedFrame("expected method frame, got non method frame instead"));
        }
        if (chunk.length > missingSize) {
            throw reset(frameError("content body exceeds the announced size by %d octets", chunk.length - missingSize));
        }
        missingSize -= chunk.length;
        add(chunk);
        if (missingSize == 0) {
            state = State.COMPLETE;
        }
        return missingSize == 0;
    }

    private void add(byte[] chunk) {
        if (chunk.length == 0) {
            return;
        }
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(1, 2 * chunkCount));
        }
        chunks[chunkCount++] = chunk;
    }

    /** The publish whose content is complete or awaited; null if none is. */
    public BasicMethod.Publish publish() {
        return publish;
    }

    /**
     * The finished message; the assembler is back at its start.
     *
     * @throws IllegalStateException if none is complete
     */
    public Message take(long arrivalMillis) {
        if (state != State.COMPLETE) {
            throw new IllegalStateException("no complete message");
        }
        Message message = Message.ofChunks(
                publish.address(), header, Arrays.copyOf(chunks, chunkCount), arrivalMillis);
        forget();
        return message;
    }

    private AmqpException reset(AmqpException e) {
        forget();
        return e.at(BasicMethod.Publish.ID);
    }

    private void forget() {
        state = State.IDLE;
        publish = null;
        header = null;
        missingSize = 0;
        chunks = NO_CHUNKS;
        chunkCount = 0;
    }
}
