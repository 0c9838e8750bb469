package dev.leveret.store.journal;

import dev.leveret.store.disk.Disk;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A frame found whole in a segment.
 *
 * @param start of it in the segment, in bytes
 * @param length of its payload, in bytes
 */
record Frame(int start, FrameKind kind, long sequence, int part, int length) {

    /** The frame that begins there, or null if none does that is whole. */
    static Frame at(ByteBuffer segment, int start, SegmentHeader header, CRC32C crc) {
        if (start + FrameBuffer.HEADER_SIZE > segment.limit() || segment.getInt(start) != FrameBuffer.MAGIC) {
            return null;
        }
        int length = segment.getInt(start + 8);
        if (length < 0 || length > segment.limit() - start - FrameBuffer.HEADER_SIZE) {
            return null;
        }
        header.seed(crc);
        crc.update(segment.slice(start + 8, FrameBuffer.HEADER_SIZE - 8 + length));
        FrameKind kind = FrameKind.of(segment.get(start + 12));
        if ((int) crc.getValue() != segment.getInt(start + 4) || kind == null) {
            return null;
        }
        return new Frame(start, kind, segment.getLong(start + 16), segment.getInt(start + 24), length);
    }

    ByteBuffer payload(ByteBuffer segment) {
        return segment.slice(start + FrameBuffer.HEADER_SIZE, length);
    }

    /** Where the next frame begins. */
    int end() {
        return start + FrameBuffer.roundUp(FrameBuffer.HEADER_SIZE + length);
    }

    static int nextBlock(int start) {
        return start + Disk.BLOCK_SIZE;
    }
}
