package dev.leveret.store.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a journal stops that was found on the disk.
 *
 * @param segments all that are there, oldest first
 * @param firstSequence of the first whole round or proof; 0 if there is none
 * @param lastSegment number of the last one; 0 if there is none
 * @param lastSequence of the last whole round or proof; 0 if there is none
 */
public record JournalEnd(
        List<ClosedSegment> segments, long firstSequence, long lastSegment, long lastSequence) {

    /** Before anything was written. */
    public static final JournalEnd NEW = new JournalEnd(List.of(), 0, 0, 0);

    public JournalEnd {
        segments = List.copyOf(segments);
    }

    /** As if the last one, in which nothing is, were not there. */
    JournalEnd withoutLastSegment() {
        return new JournalEnd(segments.subList(0, segments.size() - 1), firstSequence, lastSegment - 1, lastSequence);
    }

    /** @param size of the file, in bytes */
    JournalEnd withLastSegmentOf(long size) {
        List<ClosedSegment> changed = new ArrayList<>(segments);
        if (!changed.isEmpty()) {
            ClosedSegment last = changed.removeLast();
            changed.add(new ClosedSegment(last.number(), size, last.lastSequence()));
        }
        return new JournalEnd(changed, firstSequence, lastSegment, lastSequence);
    }
}
