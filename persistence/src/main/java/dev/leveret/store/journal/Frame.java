package dev.leveret.store.journal;

import dev.leveret.store.disk.Disk;
import java.io.IOException;
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
    static Frame at(SegmentView segment, int start, SegmentHeader header, CRC32C crc) throws IOException {
        int room = segment.size() - start - FrameBuffer.HEADER_SIZE;
        if (room < 0) {
            return null;
        }
        ByteBuffer head = segment.bytes(start, FrameBuffer.HEADER_SIZE);
        int length = head.getInt(8);
        // What is behind the last frame may be old messages, made to look like frames: without the limit, a CRC of megabytes at each block.
        int lengthMax = Math.min(room, FrameBuffer.SIZE_MAX - FrameBuffer.HEADER_SIZE);
        if (head.getInt(0) != FrameBuffer.MAGIC || length < 0 || length > lengthMax) {
            return null;
        }
        ByteBuffer frame = segment.bytes(start, FrameBuffer.HEADER_SIZE + length);
        header.seed(crc);
        crc.update(frame.slice(8, FrameBuffer.HEADER_SIZE - 8 + length));
        FrameKind kind = FrameKind.of(frame.get(12));
        if ((int) crc.getValue() != frame.getInt(4) || kind == null) {
            return null;
        }
        return new Frame(start, kind, frame.getLong(16), frame.getInt(24), length);
    }

    ByteBuffer payload(SegmentView segment) throws IOException {
        return segment.bytes(start + FrameBuffer.HEADER_SIZE, length);
    }

    /** Where the next frame begins. */
    int end() {
        return start + FrameBuffer.roundUp(FrameBuffer.HEADER_SIZE + length);
    }

    static int nextBlock(int start) {
        return start + Disk.BLOCK_SIZE;
    }
}
