package dev.leveret.amqp.message;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes, compares and copies short runs of wire bytes, eight at a time. A run has the same hash in an array and
 * in a buffer.
 */
final class WireBytes {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** An odd number with bits all over; what it multiplies is spread over the high half. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private static final int COPIED_HERE_MAX = 512;

    private WireBytes() {}

    static int hash(byte[] bytes) {
        int length = bytes.length;
        long hash = length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mix(hash, (long) LONG.get(bytes, i));
        }
        if (i == length) {
            return fold(hash);
        }
        if (length >= Long.BYTES) {
            return fold(mix(hash, (long) LONG.get(bytes, length - Long.BYTES)));
        }
        for (; i < length; i++) {
            hash = mix(hash, bytes[i]);
        }
        return fold(hash);
    }

    static int hash(ByteBuf buffer, int start, int length) {
        long hash = length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mix(hash, buffer.getLong(start + i));
        }
        if (i == length) {
            return fold(hash);
        }
        if (length >= Long.BYTES) {
            return fold(mix(hash, buffer.getLong(start + length - Long.BYTES)));
        }
        for (; i < length; i++) {
            hash = mix(hash, buffer.getByte(start + i));
        }
        return fold(hash);
    }

    static boolean equal(ByteBuf buffer, int start, int length, byte[] bytes) {
        if (bytes.length != length) {
            return false;
        }
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (buffer.getLong(start + i) != (long) LONG.get(bytes, i)) {
                return false;
            }
        }
        if (i + Integer.BYTES <= length) {
            if (buffer.getInt(start + i) != (int) INT.get(bytes, i)) {
                return false;
            }
            i += Integer.BYTES;
        }
        for (; i < length; i++) {
            if (buffer.getByte(start + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * A copy. Done here up to a size, since {@code ByteBuf.getBytes} may make an object of its own each
     * time.
     */
    static byte[] copy(ByteBuf buffer, int start, int length) {
        byte[] bytes = new byte[length];
        if (length > COPIED_HERE_MAX) {
            buffer.getBytes(start, bytes);
            return bytes;
        }
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONG.set(bytes, i, buffer.getLong(start + i));
        }
        for (; i < length; i++) {
            bytes[i] = buffer.getByte(start + i);
        }
        return bytes;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * SPREAD;
        return mixed ^ mixed >>> 32;
    }

    private static int fold(long hash) {
        return (int) (hash * SPREAD >>> 32);
    }
}
