package dev.leveret.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes messages, by queue, in the order of their positions. */
public interface BatchVisitor {

    /** The message's bytes, valid during the call. */
    void message(long queueId, long position, ByteBuffer message) throws IOException;
}
