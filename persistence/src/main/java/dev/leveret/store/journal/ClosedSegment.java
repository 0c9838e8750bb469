package dev.leveret.store.journal;

/**
 * A segment that is no longer written.
 *
 * @param size of the file, in bytes
 * @param lastSequence of the last round of which a part is in it; 0 if there is none
 */
public record ClosedSegment(long number, long size, long lastSequence) {

    public String fileName() {
        return SegmentHeader.fileName(number);
    }
}
