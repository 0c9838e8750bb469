package dev.leveret.store.power;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes with a length. What is beyond the length is zero. */
final class FileImage {

    private static final int SMALLEST_CAPACITY = 8192;

    private static final int GROWTH_MAX = 1 << 20;

    private byte[] bytes = new byte[0];
    private int size;

    int size() {
        return size;
    }

    /** Greatest offset that was ever used, rounded up. */
    int capacity() {
        return bytes.length;
    }

    void read(ByteBuffer into, long position) {
        int count = (int) Math.clamp(size - position, 0L, into.remaining());
        if (count > 0) {
            into.put(bytes, (int) position, count);
        }
    }

    void write(int offset, byte[] source, int from, int count) {
        if (count > 0) {
            reserve(offset + count);
            System.arraycopy(source, from, bytes, offset, count);
            size = Math.max(size, offset + count);
        }
    }

    void resize(int to) {
        reserve(to);
        if (to < size) {
            Arrays.fill(bytes, to, size, (byte) 0);
        }
        size = to;
    }

    private void reserve(int capacity) {
        if (capacity > bytes.length) {
            int ahead = Math.min(capacity, GROWTH_MAX);
            bytes = Arrays.copyOf(bytes, Math.max(SMALLEST_CAPACITY, capacity + ahead));
        }
    }

    FileImage copy() {
        FileImage copy = new FileImage();
        copy.become(this);
        return copy;
    }

    void become(FileImage other) {
        bytes = Arrays.copyOf(other.bytes, other.size);
        size = other.size;
    }
}
