package dev.leveret.store.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects records in an array that grows. Used by one thread. */
public final class ArraySink implements RecordSink {

    private ByteBuffer buffer;

    /** @param size bytes that are there from the beginning */
    public ArraySink(int size) {
        this.buffer = ByteBuffer.allocate(Math.max(size, RESERVED_MAX));
    }

    @Override
    public void reserve(int size) {
        if (buffer.remaining() < size) {
            int grown = Math.max(Math.multiplyExact(buffer.capacity(), 2), Math.addExact(buffer.position(), size));
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), grown)).position(buffer.position());
        }
    }

    @Override
    public void putByte(int value) {
        buffer.put((byte) value);
    }

    @Override
    public void putShort(int value) {
        buffer.putShort((short) value);
    }

    @Override
    public void putInt(int value) {
        buffer.putInt(value);
    }

    @Override
    public void putLong(long value) {
        buffer.putLong(value);
    }

    @Override
    public void putBytes(byte[] bytes) {
        reserve(bytes.length);
        buffer.put(bytes);
    }

    /** Bytes put so far. */
    public int size() {
        return buffer.position();
    }

    /** Replaces four bytes that were put before. */
    public void setInt(int index, int value) {
        buffer.putInt(index, value);
    }

    /** The array behind it, of which the first {@link #size()} bytes are what was put. Not a copy. */
    public byte[] array() {
        return buffer.array();
    }

    /** A copy of what was put. */
    public byte[] toArray() {
        return Arrays.copyOf(buffer.array(), size());
    }

    /** Starts again. */
    public void clear() {
        buffer.clear();
    }
}
