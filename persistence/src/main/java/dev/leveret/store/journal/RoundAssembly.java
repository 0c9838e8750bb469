package dev.leveret.store.journal;

import dev.leveret.store.disk.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts frames together to rounds, and sees to it that none is missing.
 *
 * <p>A round may be torn, with the same number given again to a round in a later segment: that is where a start went on
 * after a crash.
 */
final class RoundAssembly {

    private final FrameVisitor visitor;
    private final long upTo;
    private long sequence = -1; // of the round or proof that is due; -1 before the first
    private long firstSequence;
    private int part;
    private long lastTaken;
    private byte[] parts = new byte[0];
    private int partsSize;

    /** @param upTo the last round that is wanted; the next one may be there, but counts as torn */
    RoundAssembly(FrameVisitor visitor, long upTo) {
        this.visitor = visitor;
        this.upTo = upTo;
    }

    /** The first round or proof; 0 if there is none. */
    long firstSequence() {
        return firstSequence;
    }

    /** The last whole round or proof; 0 if there is none. */
    long lastSequence() {
        return sequence < 0 ? 0 : sequence - 1;
    }

    /** The last round or proof of which anything was taken, whole or not; 0 if there is none. */
    long lastTaken() {
        return lastTaken;
    }

    /** Whether a frame can't be there unless something before it is missing. */
    boolean isBeyond(Frame frame) {
        return sequence < 0 ? frame.part() == 0 : frame.sequence() > sequence;
    }

    /**
     * Takes the next frame.
     *
     * @param first whether it is the first one of its segment
     * @return false if the frame does not belong here: what is left of a torn round
     */
    boolean take(Frame frame, SegmentView segment, boolean first, String fileName) throws IOException {
        if (sequence < 0) {
            if (frame.part() > 0) {
                return true; // The journal's oldest round, whose first parts have gone with their segment.
            }
            sequence = frame.sequence();
            firstSequence = sequence;
        }
        if (frame.sequence() != sequence) {
            throw new DamagedException(fileName + " has round " + frame.sequence() + " at byte " + frame.start()
                    + " where round " + sequence + " is due");
        }
        if (sequence > upTo) {
            return false;
        }
        if (frame.part() == 0 && first) {
            part = 0;
            partsSize = 0;
        }
        if (frame.part() != part) {
            return false;
        }
        lastTaken = sequence;
        accept(frame, frame.payload(segment));
        return true;
    }

    private void accept(Frame frame, ByteBuffer payload) throws IOException {
        switch (frame.kind()) {
            case PART -> {
                append(payload);
                part++;
            }
            case LAST -> {
                visitor.round(sequence, whole(payload));
                next();
            }
            case PROOF -> {
                visitor.proof(sequence, payload);
                next();
            }
        }
    }

    private ByteBuffer whole(ByteBuffer lastPart) {
        if (part == 0) {
            return lastPart;
        }
        append(lastPart);
        return ByteBuffer.wrap(parts, 0, partsSize);
    }

    private void append(ByteBuffer payload) {
        int count = payload.remaining();
        if (parts.length - partsSize < count) {
            parts = Arrays.copyOf(parts, Math.max(2 * parts.length, partsSize + count));
        }
        payload.get(parts, partsSize, count);
        partsSize += count;
    }

    private void next() {
        sequence++;
        part = 0;
        partsSize = 0;
    }
}
