package dev.leveret.amqp.frame;

import io.netty.buffer.ByteBuf;

/** The eight bytes with which a client opens a connection (AMQP 0-9-1 §4.2.2). */
final class ProtocolHeader {

    /** "AMQP", 0, and the version 0-9-1. */
    static final long SUPPORTED = 0x414d_5150_0000_0901L;

    private ProtocolHeader() {}

    static void write(ByteBuf out) {
        out.writeLong(SUPPORTED);
    }
}
