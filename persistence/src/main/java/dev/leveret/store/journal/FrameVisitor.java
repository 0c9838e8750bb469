package dev.leveret.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes what a journal says, in order. The buffers are valid during the call only. */
public interface FrameVisitor {

    /** A whole round. */
    void round(long sequence, ByteBuffer operations) throws IOException;

    /** What a checkpoint has proven. */
    void proof(long sequence, ByteBuffer proof) throws IOException;
}
