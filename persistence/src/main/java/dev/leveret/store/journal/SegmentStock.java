package dev.leveret.store.journal;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files whose blocks have all been written once, ready to become segments.
 *
 * <p>The writer takes them; the checkpoint thread brings back those that are no longer needed and makes new ones ahead of
 * time.
 */
public final class SegmentStock {

    private static final String PREFIX = "spare-";
    private static final String SUFFIX = ".log";
    private static final int ZEROS_SIZE = 256 << 10;

    private final Disk disk;
    private final int segmentSize;
    private final ByteBuffer zeros =
            ByteBuffer.allocateDirect(ZEROS_SIZE + Disk.BLOCK_SIZE).alignedSlice(Disk.BLOCK_SIZE).slice(0, ZEROS_SIZE);
    private final ConcurrentLinkedDeque<String> spares = new ConcurrentLinkedDeque<>();
    private final AtomicLong lastNumber = new AtomicLong();

    /** @param segmentSize of a whole segment, in bytes; a multiple of the block size */
    public SegmentStock(Disk disk, int segmentSize) {
        this.disk = disk;
        this.segmentSize = segmentSize;
    }

    /** Takes over the spares that are there, from an earlier run or from before an error, and deletes those of another size. */
    public void adopt() throws IOException {
        spares.clear();
        for (String name : disk.list()) {
            long number = FileNumber.in(name, PREFIX, SUFFIX);
            if (number < 0) {
                continue;
            }
            lastNumber.accumulateAndGet(number, Math::max);
            if (sizeOf(name) == segmentSize) {
                spares.add(name);
            } else {
                disk.delete(name);
            }
        }
    }

    /**
     * A segment that is durably there under its number, empty.
     *
     * @param freshSize of the file if it has to be made, in bytes; a multiple of the block size
     */
    Segment take(SegmentHeader header, int freshSize) throws IOException {
        String spare = spares.poll();
        if (spare == null) {
            spare = make(freshSize);
        }
        DiskFile file = disk.aligned(spare);
        file.write(firstBlock(header), 0);
        // Order: the header is durable before the name that makes it a segment.
        file.sync(true);
        disk.rename(spare, SegmentHeader.fileName(header.number()));
        disk.sync();
        return new Segment(header, file, file.size(), Disk.BLOCK_SIZE);
    }

    private static ByteBuffer firstBlock(SegmentHeader header) {
        ByteBuffer block = ByteBuffer.allocateDirect(2 * Disk.BLOCK_SIZE).alignedSlice(Disk.BLOCK_SIZE);
        header.write(block);
        return block.clear().limit(Disk.BLOCK_SIZE);
    }

    /** Makes a spare if there is none. */
    public void prepare() throws IOException {
        if (spares.isEmpty()) {
            spares.add(make(segmentSize));
        }
    }

    /** Takes back segments whose rounds are no longer needed, oldest first. */
    public void giveBack(List<ClosedSegment> segments) throws IOException {
        List<String> names = new ArrayList<>();
        for (ClosedSegment segment : segments) {
            if (segment.size() == segmentSize) {
                String spare = nextName();
                disk.rename(segment.fileName(), spare);
                names.add(spare);
            } else {
                disk.delete(segment.fileName());
            }
        }
        // Order: only then they may get new headers, or an old name could come back with a new one's.
        disk.sync();
        spares.addAll(names);
    }

    /** Deletes spares until at most so many are left. */
    public void trim(int count) throws IOException {
        while (spares.size() > count) {
            String spare = spares.poll();
            if (spare != null) {
                disk.delete(spare);
            }
        }
    }

    /** Deletes all spares of a folder that nobody writes to: something else needs the space. */
    public static void giveUpSpares(Disk disk) throws IOException {
        for (String name : disk.list()) {
            if (FileNumber.in(name, PREFIX, SUFFIX) >= 0) {
                disk.delete(name);
            }
        }
    }

    private String make(int size) throws IOException {
        String name = nextName();
        try (DiskFile file = disk.aligned(name)) {
            for (long position = 0; position < size; position += ZEROS_SIZE) {
                file.write(zeros.duplicate().limit((int) Math.min(ZEROS_SIZE, size - position)), position);
            }
            file.sync(true);
        }
        return name;
    }

    private String nextName() {
        return PREFIX + String.format("%010d", lastNumber.incrementAndGet()) + SUFFIX;
    }

    private long sizeOf(String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            return file.size();
        }
    }
}
