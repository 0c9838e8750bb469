package dev.leveret.amqp.frame;

import io.netty.buffer.ByteBuf;

/** Tells of a frame in RabbitMQ's words: its type and the start of its payload, as Erlang prints binaries. */
final class FrameSnippet {

    private static final int OCTETS_MAX = 16;

    private FrameSnippet() {}

    static String of(int type, ByteBuf in, int start, int payloadSize) {
        boolean whole = payloadSize <= OCTETS_MAX;
        String octets = binary(in, start, Math.min(payloadSize, OCTETS_MAX));
        return "type " + type + ", " + (whole ? "all" : "first " + OCTETS_MAX) + " octets = " + octets;
    }

    private static String binary(ByteBuf in, int start, int size) {
        StringBuilder text = new StringBuilder();
        boolean printable = size > 0;
        for (int i = start; i < start + size; i++) {
            int octet = in.getUnsignedByte(i);
            printable &= octet >= ' ' && octet < 0x7f;
            text.append(i == start ? "" : ",").append(octet);
        }
        return printable ? "<<" + quoted(in, start, size) + ">>" : "<<" + text + ">>";
    }

    private static String quoted(ByteBuf in, int start, int size) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = start; i < start + size; i++) {
            char character = (char) in.getUnsignedByte(i);
            if (character == '"' || character == '\\') {
                text.append('\\');
            }
            text.append(character);
        }
        return text.append('"').toString();
    }
}
