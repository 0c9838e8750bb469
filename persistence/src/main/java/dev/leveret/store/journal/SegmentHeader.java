package dev.leveret.store.journal;

import dev.leveret.store.disk.DamagedException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands at the beginning of a segment.
 *
 * @param number counts segments without a gap
 * @param salt goes into the CRC of every frame, so that bytes from an earlier use of the segment, or a message body made to
 *     look like a frame, are never taken for one
 */
record SegmentHeader(long number, long salt) {

    static final int SIZE = 32;

    private static final long MAGIC = 0x4c56544a524e4c0aL; // "LVTJRNL\n"
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = SIZE - Integer.BYTES;

    private static final String PREFIX = "journal-";
    private static final String SUFFIX = ".log";

    static String fileName(long number) {
        return PREFIX + String.format("%010d", number) + SUFFIX;
    }

    /** The number in a segment's file name, or -1 if it is not such a name. */
    static long numberIn(String fileName) {
        return FileNumber.in(fileName, PREFIX, SUFFIX);
    }

    void write(ByteBuffer out) {
        int start = out.position();
        out.putLong(MAGIC).putInt(VERSION).putLong(number).putLong(salt);
        out.putInt(crc(out, start));
    }

    static SegmentHeader read(ByteBuffer in, String fileName) throws DamagedException {
        if (in.remaining() < SIZE || in.getLong(0) != MAGIC) {
            throw new DamagedException(fileName + " is not a journal segment: it begins with something else");
        }
        int version = in.getInt(8);
        if (version > VERSION) {
            throw new DamagedException(fileName + " has journal version " + version + ", written by a newer release;"
                    + " this one reads up to " + VERSION);
        }
        if (in.getInt(CRC_OFFSET) != crc(in, 0)) {
            throw new DamagedException(fileName + " has a damaged header: its CRC does not fit");
        }
        return new SegmentHeader(in.getLong(12), in.getLong(20));
    }

    /** Begins the CRC of a frame in this segment. */
    void seed(CRC32C crc) {
        crc.reset();
        updateLong(crc, salt);
        updateLong(crc, number);
    }

    private static void updateLong(CRC32C crc, long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            crc.update((int) (value >>> shift) & 0xff);
        }
    }

    private static int crc(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(start).limit(start + CRC_OFFSET));
        return (int) crc.getValue();
    }
}
