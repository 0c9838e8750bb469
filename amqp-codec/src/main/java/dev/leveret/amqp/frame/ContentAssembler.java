package dev.leveret.amqp.frame;

import static dev.leveret.amqp.error.AmqpException.preconditionFailed;
import static dev.leveret.amqp.error.AmqpException.unexpectedFrame;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;

/**
 * Puts the frames of one publish together: the method, the content header, the bodies (AMQP 0-9-1 §4.2.6).
 *
 * <p>One per channel, used by the connection's loop alone. The texts of its errors are RabbitMQ's. After an
 * error it is back at its start.
 */
public final class ContentAssembler {

    private enum State {
        IDLE,
        AWAITING_HEADER,
        AWAITING_BODY,
        COMPLETE
    }

    private static final int CLASS_BASIC = BasicMethod.CLASS >>> 16;
    private static final byte[] EMPTY_BODY = new byte[0];

    private final long bodySizeMax;
    private State state = State.IDLE;
    private BasicMethod.Publish publish;
    private ContentHeader header;
    private long announcedSize;
    private long missingSize;
    private byte[] onlyChunk = EMPTY_BODY;
    private BodyChunks chunks; // null unless the body comes in more than one frame

    /** @param bodySizeMax the biggest body allowed, in bytes; must fit into an int */
    public ContentAssembler(int bodySizeMax) {
        this.bodySizeMax = bodySizeMax;
    }

    /** To be called when a method arrives on the channel: 505 if content has to come first. */
    public void expectMethod() {
        if (state == State.AWAITING_HEADER || state == State.AWAITING_BODY) {
            throw refuse();
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
     * @param bodySize unsigned
     * @return true if the message is complete with it
     * @throws AmqpException 505 if it is not its turn; 406 if the body that it announces is too big
     */
    public boolean header(int classId, long bodySize, ContentHeader header) {
        if (state != State.AWAITING_HEADER) {
            throw refuse();
        }
        if (classId != CLASS_BASIC) {
            throw fail(unexpectedFrame(
                    "expected content header for class %d, got one for class %d instead", CLASS_BASIC, classId));
        }
        if (Long.compareUnsigned(bodySize, bodySizeMax) > 0) {
            throw fail(preconditionFailed(
                    "message size %s is larger than configured max size %d",
                    Long.toUnsignedString(bodySize), bodySizeMax));
        }
        this.header = header;
        announcedSize = bodySize;
        missingSize = bodySize;
        state = bodySize == 0 ? State.COMPLETE : State.AWAITING_BODY;
        return bodySize == 0;
    }

    /**
     * A body frame has arrived.
     *
     * @param chunk from now on the message's
     * @return true if the message is complete with it
     * @throws AmqpException 505 if it is not its turn, or more than was announced
     */
    public boolean body(byte[] chunk) {
        if (state != State.AWAITING_BODY || chunk.length > missingSize) {
            throw refuse();
        }
        missingSize -= chunk.length;
        if (missingSize > 0 || chunks != null) {
            gather(chunk);
        } else {
            onlyChunk = chunk;
        }
        if (missingSize > 0) {
            return false;
        }
        state = State.COMPLETE;
        return true;
    }

    /** What has come of a body that is not complete, in bytes. */
    public long heldSize() {
        return state == State.AWAITING_BODY ? announcedSize - missingSize : 0;
    }

    private void gather(byte[] chunk) {
        if (chunks == null) {
            chunks = new BodyChunks();
        }
        chunks.add(chunk);
    }

    /** The publish whose content is complete or awaited; null if none is. */
    public BasicMethod.Publish publish() {
        return publish;
    }

    /**
     * The finished message; the assembler is back at its start.
     *
     * @param arrivalMillis milliseconds since 1970-01-01 UTC
     * @throws IllegalStateException if none is complete
     */
    public Message take(long arrivalMillis) {
        if (state != State.COMPLETE) {
            throw new IllegalStateException("no complete message");
        }
        Message message = chunks == null
                ? Message.of(publish.address(), header, onlyChunk, arrivalMillis)
                : Message.ofChunks(publish.address(), header, chunks.finish(), arrivalMillis);
        forget();
        return message;
    }

    /** The error of a frame whose turn it is not. */
    private AmqpException refuse() {
        return fail(switch (state) {
            case IDLE, COMPLETE -> unexpectedFrame("expected method frame, got non method frame instead");
            case AWAITING_HEADER -> headerExpected();
            case AWAITING_BODY -> unexpectedFrame("expected content body, got non content body frame instead");
        });
    }

    static AmqpException headerExpected() {
        return unexpectedFrame(
                "expected content header for class %d, got non content header frame instead", CLASS_BASIC);
    }

    private AmqpException fail(AmqpException e) {
        boolean inContent = state == State.AWAITING_HEADER || state == State.AWAITING_BODY;
        forget();
        return inContent ? e.at(BasicMethod.Publish.ID) : e;
    }

    private void forget() {
        state = State.IDLE;
        publish = null;
        header = null;
        missingSize = 0;
        onlyChunk = EMPTY_BODY;
        chunks = null;
    }
}
