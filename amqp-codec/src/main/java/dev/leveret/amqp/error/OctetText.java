package dev.leveret.amqp.error;

import io.netty.buffer.ByteBuf;

/**
 * Prints bytes as RabbitMQ's error texts do, which is Erlang's way: {@code <<1,2,3>>}, or
 * {@code <<"text">>} if all of them are printable.
 */
public final class OctetText {

    /** More than this does not fit into a reply text, whatever the bytes are. */
    private static final int OCTETS_MAX = 255;

    private OctetText() {}

    /** The bytes from the index {@code start} on; of more than 255 the rest is left out. */
    public static String of(ByteBuf bytes, int start, int size) {
        int end = start + Math.min(size, OCTETS_MAX);
        return isPrintable(bytes, start, end) ? quoted(bytes, start, end) : numbers(bytes, start, end);
    }

    private static boolean isPrintable(ByteBuf bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            int octet = bytes.getUnsignedByte(i);
            if (octet < ' ' || octet > '~') {
                return false;
            }
        }
        return start < end;
    }

    private static String quoted(ByteBuf bytes, int start, int end) {
        StringBuilder text = new StringBuilder("<<\"");
        for (int i = start; i < end; i++) {
            char character = (char) bytes.getUnsignedByte(i);
            if (character == '"' || character == '\\') {
                text.append('\\');
            }
            text.append(character);
        }
        return text.append("\">>").toString();
    }

    private static String numbers(ByteBuf bytes, int start, int end) {
        StringBuilder text = new StringBuilder("<<");
        for (int i = start; i < end; i++) {
            text.append(i == start ? "" : ",").append(bytes.getUnsignedByte(i));
        }
        return text.append(">>").toString();
    }
}
