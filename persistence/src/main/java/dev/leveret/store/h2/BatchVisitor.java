package dev.leveret.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes messages of many queues. */
interface BatchVisitor {

    /** The message's bytes, valid during the call. */
    void message(long queueId, long position, ByteBuffer message) throws IOException;
}
