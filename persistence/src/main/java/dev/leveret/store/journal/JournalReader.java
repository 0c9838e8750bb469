package dev.leveret.store.journal;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Reads a journal that nobody writes to, or whose writer has met an error. Used by one thread. */
public final class JournalReader {

    /** A copy that has not replaced its segment yet. */
    private static final String COPY = "journal.new";

    private static final int COPY_SIZE = 256 * 1024;

    private final Disk disk;
    private final long upTo;
    private final CRC32C crc = new CRC32C();
    private final SegmentView view = new SegmentView();
    private String lastSegment;
    private int lastSegmentEnd; // behind the last frame that counts, in bytes

    /** Reads what an earlier run has left. */
    public JournalReader(Disk disk) {
        this(disk, Long.MAX_VALUE);
    }

    /** @param upTo the last round or proof that counts; what is behind it is passed over, and {@link #sync} removes it */
    public JournalReader(Disk disk, long upTo) {
        this.disk = disk;
        this.upTo = upTo;
    }

    /** Whether there is any segment. */
    public boolean exists() throws IOException {
        return !segmentNumbers().isEmpty();
    }

    /**
     * Reads everything.
     *
     * @return where the journal stops; a torn round at its end does not count
     * @throws DamagedException if anything before the end is missing or is not what was written
     */
    public JournalEnd read(FrameVisitor visitor) throws IOException {
        RoundAssembly rounds = new RoundAssembly(visitor, upTo);
        List<ClosedSegment> segments = new ArrayList<>();
        long last = 0;
        for (long number : withoutGap(segmentNumbers())) {
            long size = readSegment(number, rounds);
            segments.add(new ClosedSegment(number, size, rounds.lastTaken()));
            last = number;
        }
        return new JournalEnd(segments, rounds.firstSequence(), last, rounds.lastSequence());
    }

    /**
     * As {@link #sync()}, when all has been read before. A last segment in which nothing counts is left to be replaced, or each
     * of many reopenings would leave one.
     *
     * @param found what was read
     * @return the same, with the last segment as long as its copy, or without it
     */
    public JournalEnd sync(JournalEnd found) throws IOException {
        if (lastSegmentEnd <= Disk.BLOCK_SIZE && found.segments().size() > 1) {
            syncSegments();
            disk.sync();
            return found.withoutLastSegment();
        }
        sync();
        return found.withLastSegmentOf(lastSegmentEnd);
    }

    /**
     * Makes all that was read durable: after a kill it may be in the page cache alone. After a sync that failed the last
     * round may be there too, and no other sync would ever write it. So the last segment is replaced by a copy, as far as
     * it was read; in those before it, a sync has succeeded behind the last write.
     */
    public void sync() throws IOException {
        syncSegments();
        if (lastSegment != null) {
            try {
                copyLastSegment();
            } catch (IOException mayBeFull) {
                SegmentStock.giveUpSpares(disk);
                copyLastSegment();
            }
        }
        disk.sync();
    }

    private void syncSegments() throws IOException {
        for (long number : segmentNumbers()) {
            try (DiskFile file = disk.open(SegmentHeader.fileName(number))) {
                file.sync(true);
            }
        }
    }

    private void copyLastSegment() throws IOException {
        if (disk.list().contains(COPY)) {
            disk.delete(COPY);
        }
        try (DiskFile segment = disk.open(lastSegment); DiskFile copy = disk.create(COPY)) {
            view.open(segment, lastSegment);
            for (int start = 0; start < lastSegmentEnd; start += COPY_SIZE) {
                copy.write(view.bytes(start, Math.min(COPY_SIZE, lastSegmentEnd - start)), start);
            }
            copy.sync(true);
        }
        // Order: the copy is durable before it has the name; until then the segment itself is there.
        disk.rename(COPY, lastSegment);
    }

    /** Deletes segments that a gap separates from the newest: they were about to be deleted when a run ended. */
    public void deleteBeforeGap() throws IOException {
        List<Long> all = segmentNumbers();
        List<Long> wanted = withoutGap(all);
        for (long number : all) {
            if (!wanted.contains(number)) {
                disk.delete(SegmentHeader.fileName(number));
            }
        }
    }

    private List<Long> segmentNumbers() throws IOException {
        TreeMap<Long, String> numbers = new TreeMap<>();
        for (String name : disk.list()) {
            long number = SegmentHeader.numberIn(name);
            if (number >= 0) {
                numbers.put(number, name);
            }
        }
        return List.copyOf(numbers.keySet());
    }

    private static List<Long> withoutGap(List<Long> numbers) {
        int first = numbers.size();
        while (first > 0 && (first == numbers.size() || numbers.get(first - 1) + 1 == numbers.get(first))) {
            first--;
        }
        return numbers.subList(first, numbers.size());
    }

    private long readSegment(long number, RoundAssembly rounds) throws IOException {
        String name = SegmentHeader.fileName(number);
        try (DiskFile file = disk.open(name)) {
            view.open(file, name);
            readSegment(number, name, rounds);
        }
        return view.size();
    }

    private void readSegment(long number, String name, RoundAssembly rounds) throws IOException {
        SegmentHeader header = SegmentHeader.read(view.bytes(0, Math.min(SegmentHeader.SIZE, view.size())), name);
        if (header.number() != number) {
            throw new DamagedException(name + " is segment " + header.number() + " by its header");
        }
        int position = Disk.BLOCK_SIZE;
        Frame frame = Frame.at(view, position, header, crc);
        while (frame != null && rounds.take(frame, view, position == Disk.BLOCK_SIZE, name)) {
            position = frame.end();
            frame = Frame.at(view, position, header, crc);
        }
        refuseFramesFrom(position, header, rounds, name);
        lastSegment = name;
        // A file may have been cut behind the last frame and before the end of its block.
        lastSegmentEnd = Math.min(position, view.size());
    }

    /** A round is written only after the one before is durable: so nothing newer can stand behind a torn one. */
    private void refuseFramesFrom(int torn, SegmentHeader header, RoundAssembly rounds, String name)
            throws IOException {
        for (int position = torn; position < view.size(); position = Frame.nextBlock(position)) {
            Frame frame = Frame.at(view, position, header, crc);
            if (frame != null && rounds.isBeyond(frame)) {
                throw new DamagedException(name + " is damaged at byte " + torn + ": no whole record there, but round "
                        + frame.sequence() + " is at byte " + position);
            }
        }
    }
}
