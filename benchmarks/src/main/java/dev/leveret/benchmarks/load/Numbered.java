package dev.leveret.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * What stands in a message's body: who sent it, as which one, and when.
 *
 * @param publisher number of the publisher
 * @param sequence counts the publisher's messages to one queue from 0
 * @param nanos the sender's {@link System#nanoTime()}: of use within its process only
 */
public record Numbered(int publisher, long sequence, long nanos) {

    /** Bytes that the smallest body has. */
    public static final int SIZE_MIN = 20;

    /** A body of at least {@link #SIZE_MIN} bytes; what is left over stays zero. */
    public static byte[] body(int publisher, long sequence, int size) {
        byte[] body = new byte[Math.max(size, SIZE_MIN)];
        ByteBuffer.wrap(body).putInt(publisher).putLong(sequence).putLong(System.nanoTime());
        return body;
    }

    public static Numbered read(byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        return new Numbered(bytes.getInt(), bytes.getLong(), bytes.getLong());
    }
}
