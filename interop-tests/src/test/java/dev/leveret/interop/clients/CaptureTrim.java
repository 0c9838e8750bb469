package dev.leveret.interop.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes of what a connection said what may be kept: whole frames, not too many, and nothing about the machine. */
final class CaptureTrim {

    /** As much as a program's captures may have. */
    static final int SIZE_MAX = 40 << 10;

    private static final int PROTOCOL_HEADER_SIZE = 8;
    private static final int FRAME_OVERHEAD_SIZE = 8;
    private static final int PAYLOAD_SIZE_OFFSET = 3;

    private CaptureTrim() {}

    static Capture of(String name, Wire.Said said) {
        int size = said.byClient().length + said.byServer().length;
        int sizeMaxOfEach = size <= SIZE_MAX ? SIZE_MAX : SIZE_MAX / 3; // the last third is for other connections
        return new Capture(name, wholeFrames(said.byClient(), PROTOCOL_HEADER_SIZE, sizeMaxOfEach),
                wholeFrames(said.byServer(), 0, sizeMaxOfEach));
    }

    /** Up to the last frame that ends within the limit. */
    private static byte[] wholeFrames(byte[] said, int start, int sizeMax) {
        ByteBuffer bytes = ByteBuffer.wrap(said);
        int end = Math.min(start, said.length);
        for (int next = end; next <= Math.min(said.length, sizeMax); ) {
            end = next;
            boolean headIsThere = said.length - end >= FRAME_OVERHEAD_SIZE;
            next = headIsThere ? end + FRAME_OVERHEAD_SIZE + bytes.getInt(end + PAYLOAD_SIZE_OFFSET) : Integer.MAX_VALUE;
        }
        byte[] kept = Arrays.copyOf(said, end);
        conceal(hostName(), kept);
        return kept;
    }

    /** Clients make names like {@code 123@host}: other letters there, and as many, leave all lengths right. */
    private static void conceal(String hostName, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String at = "@" + hostName;
        for (int found = text.indexOf(at); found >= 0; found = text.indexOf(at, found + 1)) {
            Arrays.fill(bytes, found + 1, found + at.length(), (byte) 'h');
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            throw new AssertionError("a machine without a name", e);
        }
    }
}
