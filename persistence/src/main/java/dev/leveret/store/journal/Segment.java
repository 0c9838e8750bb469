package dev.leveret.store.journal;

import dev.leveret.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The segment that is being written. Used by the store's writer alone. */
final class Segment {

    private final SegmentHeader header;
    private final DiskFile file;
    private final long size;
    private long position;
    private long lastSequence;

    /**
     * @param size of the file, in bytes
     * @param position where the first frame goes
     */
    Segment(SegmentHeader header, DiskFile file, long size, long position) {
        this.header = header;
        this.file = file;
        this.size = size;
        this.position = position;
    }

    SegmentHeader header() {
        return header;
    }

    boolean hasRoomFor(int frameSize) {
        return position + frameSize <= size;
    }

    void write(ByteBuffer frame, long sequence) throws IOException {
        int frameSize = frame.remaining();
        file.write(frame, position);
        position += frameSize;
        lastSequence = sequence;
    }

    void sync() throws IOException {
        file.sync(false); // Its blocks have been written before: there is no metadata to make durable.
    }

    ClosedSegment close() throws IOException {
        file.close();
        return new ClosedSegment(header.number(), size, lastSequence);
    }
}
