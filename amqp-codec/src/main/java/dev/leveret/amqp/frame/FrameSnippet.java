package dev.leveret.amqp.frame;

import dev.leveret.amqp.error.OctetText;
import io.netty.buffer.ByteBuf;

/** Tells of a frame in RabbitMQ's words: its type, and the first octets of its payload. */
final class FrameSnippet {

    private static final int OCTETS_MAX = 16;

    private FrameSnippet() {}

    static String of(int type, ByteBuf in, int start, int payloadSize) {
        String which = payloadSize <= OCTETS_MAX ? "all" : "first " + OCTETS_MAX;
        String octets = OctetText.of(in, start, Math.min(payloadSize, OCTETS_MAX));
        return "type " + type + ", " + which + " octets = " + octets;
    }
}
