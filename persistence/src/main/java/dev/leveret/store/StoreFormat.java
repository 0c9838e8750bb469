package dev.leveret.store;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The file that says of which format a data folder is. It is written when everything else of a new store is there, and never
 * changes. A backup has one from the beginning that says that it is not finished.
 */
final class StoreFormat {

    private static final String FILE = "format";
    private static final String NEW_FILE = "format.new";
    private static final String PREFIX = "leveret-store ";
    private static final String UNFINISHED = "leveret-backup unfinished";
    private static final int VERSION = 1;
    private static final int SIZE_MAX = 100;

    private StoreFormat() {}

    /** Whether the folder has one. */
    static boolean exists(Disk disk) throws IOException {
        return disk.list().contains(FILE);
    }

    /** Refuses a folder that this release can't read. */
    static void check(Disk disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE_MAX);
        try (DiskFile file = disk.open(FILE)) {
            file.read(bytes, 0);
        }
        String line = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        if (line.equals(UNFINISHED)) {
            throw new DamagedException("it is a backup that was never finished");
        }
        if (!line.startsWith(PREFIX) || !line.substring(PREFIX.length()).matches("[0-9]{1,9}")) {
            throw new DamagedException("the file " + FILE + " does not say what format the data has");
        }
        int version = Integer.parseInt(line.substring(PREFIX.length()));
        if (version > VERSION) {
            throw new DamagedException("the data has format " + version + ", written by a newer release;"
                    + " this one reads up to " + VERSION);
        }
    }

    static void write(Disk disk) throws IOException {
        write(disk, PREFIX + VERSION);
    }

    /** Writes one that keeps brokers away from a folder that is not complete yet. */
    static void writeUnfinished(Disk disk) throws IOException {
        write(disk, UNFINISHED);
    }

    private static void write(Disk disk, String line) throws IOException {
        if (disk.list().contains(NEW_FILE)) {
            disk.delete(NEW_FILE);
        }
        try (DiskFile file = disk.create(NEW_FILE)) {
            file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            file.sync(true);
        }
        disk.rename(NEW_FILE, FILE);
        disk.sync();
    }
}
