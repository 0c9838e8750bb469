package dev.leveret.interop.kills;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A body that says who sent it and when, and whether it is whole. */
record TestBody(int publisher, int round, int sequence) {

    private static final int HEADER_BYTES = 4 * Integer.BYTES;

    /** @param size in bytes; at least 16 are taken */
    byte[] bytes(int size) {
        byte[] bytes = new byte[Math.max(size, HEADER_BYTES)];
        Arrays.fill(bytes, HEADER_BYTES, bytes.length, (byte) sequence);
        ByteBuffer.wrap(bytes).putInt(0).putInt(publisher).putInt(round).putInt(sequence);
        ByteBuffer.wrap(bytes).putInt(sum(bytes));
        return bytes;
    }

    /** @throws IllegalArgumentException if the body is not as it was sent */
    static TestBody of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || in.getInt() != sum(bytes)) {
            throw new IllegalArgumentException("a body of " + bytes.length + " bytes is not as it was sent");
        }
        return new TestBody(in.getInt(), in.getInt(), in.getInt());
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
        return (int) sum.getValue();
    }
}
