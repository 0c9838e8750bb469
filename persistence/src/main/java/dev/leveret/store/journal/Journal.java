package dev.leveret.store.journal;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.record.RecordSink;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of the journal, where rounds are written. Used by the store's writer alone.
 *
 * <p>After an {@link IOException} nothing more may be written: what is in the file is unknown.
 */
public final class Journal implements AutoCloseable {

    /** A new store's first segment, in bytes: a small one is there sooner. */
    private static final int FIRST_SEGMENT_SIZE = 2 << 20;

    private final SegmentStock stock;
    private final SecureRandom random = new SecureRandom();
    private final FrameBuffer frame;
    private final ArrayDeque<ClosedSegment> closed;
    private final int segmentSize;
    private Segment current;
    private long nextSequence;
    private int nextPart;
    private long writtenBytes;

    /**
     * Goes on in a new segment, which is durably there when this returns.
     *
     * @param segmentSize in bytes; a multiple of the block size, at least two of them
     * @param end where an earlier run has stopped
     */
    public Journal(SegmentStock stock, int segmentSize, JournalEnd end) throws IOException {
        this.stock = stock;
        this.segmentSize = segmentSize;
        this.frame = new FrameBuffer(Math.min(FrameBuffer.SIZE_MAX, segmentSize - Disk.BLOCK_SIZE), this::writePart);
        this.closed = new ArrayDeque<>(end.segments());
        this.nextSequence = end.lastSequence() + 1;
        this.current = take(end.lastSegment() + 1, Math.min(FIRST_SEGMENT_SIZE, segmentSize));
    }

    /** Where the next round's operations go. */
    public RecordSink round() {
        return frame;
    }

    /**
     * Writes what has been put, and makes it durable.
     *
     * @return the round's sequence number
     */
    public long finishRound() throws IOException {
        return finish(FrameKind.LAST);
    }

    /**
     * Writes what a checkpoint has proven, and makes it durable. Nothing of a round may have been put.
     *
     * @return its sequence number
     */
    public long writeProof(byte[] proof) throws IOException {
        frame.putBytes(proof);
        return finish(FrameKind.PROOF);
    }

    private long finish(FrameKind kind) throws IOException {
        write(kind);
        current.sync();
        nextPart = 0;
        return nextSequence++;
    }

    private void writePart() throws IOException {
        write(FrameKind.PART);
        nextPart++;
    }

    private void write(FrameKind kind) throws IOException {
        int frameSize = frame.frameSize();
        if (!current.hasRoomFor(frameSize)) {
            roll();
        }
        current.write(frame.seal(kind, nextSequence, nextPart, current.header()), nextSequence);
        writtenBytes += frameSize;
        frame.clear();
    }

    private void roll() throws IOException {
        if (nextPart > 0) {
            current.sync(); // Order: the round's sync reaches the last of its segments alone.
        }
        long number = current.header().number();
        closed.add(current.close());
        current = take(number + 1, segmentSize);
    }

    private Segment take(long number, int freshSize) throws IOException {
        return stock.take(new SegmentHeader(number, random.nextLong()), freshSize);
    }

    /** Sequence number of the last round or proof that is durable. */
    public long lastSequence() {
        return nextSequence - 1;
    }

    /** All that was ever written, padding included, in bytes. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** Gives up the segments that hold nothing after a sequence number, oldest first. */
    public List<ClosedSegment> release(long sequence) {
        List<ClosedSegment> released = new ArrayList<>();
        while (!closed.isEmpty() && closed.peek().lastSequence() <= sequence) {
            released.add(closed.poll());
        }
        return released;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
