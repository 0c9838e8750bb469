package dev.leveret.store.journal;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.record.RecordSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One frame in the making: a direct buffer, used again and again, that whole frames are written from. When it is full,
 * it has itself written as a part and goes on empty. Used by the store's writer alone.
 */
final class FrameBuffer implements RecordSink {

    /** Writes what has been put so far as a part, and clears this buffer. */
    interface Overflow {
        void bufferFull() throws IOException;
    }

    static final int MAGIC = 0x4c56464d; // "LVFM"
    static final int HEADER_SIZE = 32;

    /** A frame's greatest size, in bytes: a round that is bigger is written in parts, and what says it is larger is no frame. */
    static final int SIZE_MAX = 1 << 20;

    private static final int CRC_OFFSET = 4;
    private static final int AFTER_CRC = 8;

    private final ByteBuffer buffer;
    private final Overflow overflow;
    private final CRC32C crc = new CRC32C();

    /** @param size of the greatest frame, in bytes; a multiple of the block size */
    FrameBuffer(int size, Overflow overflow) {
        this.buffer = ByteBuffer.allocateDirect(size + Disk.BLOCK_SIZE).alignedSlice(Disk.BLOCK_SIZE).slice(0, size);
        this.overflow = overflow;
        clear();
    }

    void clear() {
        buffer.clear().position(HEADER_SIZE);
    }

    boolean isEmpty() {
        return buffer.position() == HEADER_SIZE;
    }

    /** What the frame takes in the file, in bytes, padding included. */
    int frameSize() {
        return roundUp(buffer.position());
    }

    static int roundUp(int size) {
        return (size + Disk.BLOCK_SIZE - 1) & -Disk.BLOCK_SIZE;
    }

    /** Completes the frame; what comes back is to be written and is valid until {@link #clear}. */
    ByteBuffer seal(FrameKind kind, long sequence, int part, SegmentHeader segment) {
        int end = buffer.position();
        buffer.putInt(0, MAGIC);
        buffer.putInt(8, end - HEADER_SIZE);
        buffer.putInt(12, kind.code() << 24);
        buffer.putLong(16, sequence);
        buffer.putInt(24, part);
        buffer.putInt(28, 0);
        segment.seed(crc);
        buffer.limit(end).position(AFTER_CRC);
        crc.update(buffer);
        buffer.putInt(CRC_OFFSET, (int) crc.getValue());
        buffer.limit(roundUp(end));
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
        return buffer.flip();
    }

    @Override
    public void reserve(int size) throws IOException {
        if (buffer.remaining() < size) {
            overflow.bufferFull();
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
    public void putBytes(byte[] bytes) throws IOException {
        int done = 0;
        while (done < bytes.length) {
            if (!buffer.hasRemaining()) {
                overflow.bufferFull();
            }
            int count = Math.min(buffer.remaining(), bytes.length - done);
            buffer.put(bytes, done, count);
            done += count;
        }
    }
}
