package dev.leveret.amqp.frame;

import io.netty.buffer.ByteBuf;

/** The eight bytes with which a client opens a connection (AMQP 0-9-1 §4.2.2). */
final class ProtocolHeader {

    /** "AMQP", 0, and the version 0-9-1. */
    private static final long AMQP_0_9_1 = 0x414d_5150_0000_0901L;

    /** What a client of AMQP 0-9 sends; RabbitMQ lets it in and goes on with 0-9-1. */
    private static final long AMQP_0_9 = 0x414d_5150_0101_0009L;

    private ProtocolHeader() {}

    static boolean isSupported(long header) {
        return header == AMQP_0_9_1 || header == AMQP_0_9;
    }

    static void write(ByteBuf out) {
        out.writeLong(AMQP_0_9_1);
    }
}
