package dev.leveret.server.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One line of UTF-8 in each direction is all that is said over the control socket. */
final class ControlLine {

    private static final int FIRST_SIZE = 16 << 10;

    /** Greatest length of a line, in bytes: more than any list of policies that somebody can read. */
    private static final int SIZE_MAX = 16 << 20;

    private ControlLine() {}

    /** Reads up to the first line feed, which is left out. */
    static String read(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FIRST_SIZE);
        while (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n') {
            if (!bytes.hasRemaining()) {
                bytes = doubled(bytes);
            }
            if (channel.read(bytes) < 0) {
                throw new EOFException("the control socket was closed in the middle of a line");
            }
        }
        return StandardCharsets.UTF_8.decode(bytes.flip().limit(bytes.limit() - 1)).toString();
    }

    private static ByteBuffer doubled(ByteBuffer full) throws IOException {
        if (full.capacity() >= SIZE_MAX) {
            throw new IOException("a line on the control socket is too long");
        }
        return ByteBuffer.allocate(2 * full.capacity()).put(full.flip());
    }

    static void write(SocketChannel channel, String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.replace('\n', ' ') + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
