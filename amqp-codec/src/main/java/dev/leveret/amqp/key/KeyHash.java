package dev.leveret.amqp.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A hash of bytes that strangers choose: SipHash-2-4 (Aumasson and Bernstein, 2012). Whoever does not know its secret cannot find bytes that
 * have the same one, which would turn a hash table into a list.
 */
final class KeyHash {

    /** Of this process. Nothing that is stored depends on it. */
    static final KeyHash OF_PROCESS = random();

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long secret0;
    private final long secret1;

    KeyHash(long secret0, long secret1) {
        this.secret0 = secret0;
        this.secret1 = secret1;
    }

    private static KeyHash random() {
        var random = new SecureRandom();
        return new KeyHash(random.nextLong(), random.nextLong());
    }

    /** All 64 bits of it. */
    long of(byte[] bytes) {
        var state = new State(secret0, secret1);
        int whole = bytes.length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            state.take((long) LONGS.get(bytes, i));
        }
        long last = (long) bytes.length << 56;
        for (int i = whole; i < bytes.length; i++) {
            last |= (bytes[i] & 0xFFL) << (i - whole) * Byte.SIZE;
        }
        state.take(last);
        return state.end();
    }

    /** The algorithm's four words. */
    private static final class State {

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long secret0, long secret1) {
            v0 = secret0 ^ 0x736f6d6570736575L;
            v1 = secret1 ^ 0x646f72616e646f6dL;
            v2 = secret0 ^ 0x6c7967656e657261L;
            v3 = secret1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xFF;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
