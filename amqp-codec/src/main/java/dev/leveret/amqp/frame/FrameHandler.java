package dev.leveret.amqp.frame;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.value.ArgumentReader;

/** Takes the frames that a {@link FrameDecoder} finds. */
public interface FrameHandler {

    /**
     * The first eight bytes have come.
     *
     * @param supported whether they ask for AMQP 0-9-1; if not, nothing is decoded any more
     */
    void protocolHeader(boolean supported);

    /**
     * @param id class id in the high half, method id in the low half
     * @param arguments a view on the frame, valid during the call
     */
    void method(int channel, int id, ArgumentReader arguments);

    /** @param bodySize the size announced, unsigned */
    void contentHeader(int channel, int classId, long bodySize, ContentHeader header);

    /** @param chunk owned by the receiver */
    void body(int channel, byte[] chunk);

    void heartbeat(int channel);

    /** Asked after each frame: true makes the decoder drop whatever else comes. */
    boolean stopped();
}
