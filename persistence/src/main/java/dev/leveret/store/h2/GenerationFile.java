package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import dev.leveret.store.journal.FileNumber;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The files of the generations: their names, and bringing one back to what is proven of it. */
public final class GenerationFile {

    private static final String PREFIX = "store-";
    private static final String SUFFIX = ".h2";

    private GenerationFile() {}

    static String name(long generation) {
        return PREFIX + String.format("%010d", generation) + SUFFIX;
    }

    /** Deletes the files of all generations but one. */
    public static void deleteOthers(Disk disk, long generation) throws IOException {
        for (String name : disk.list()) {
            long number = FileNumber.in(name, PREFIX, SUFFIX);
            if (number >= 0 && number != generation) {
                disk.delete(name);
            }
        }
    }

    /** Cuts off what was written after the proof, and puts back what was overwritten. */
    static void restore(Disk disk, Proof proof) throws IOException {
        checkLength(disk, proof);
        try (DiskFile file = disk.open(name(proof.generation()))) {
            file.truncate(proof.length());
            file.write(ByteBuffer.wrap(proof.header()), 0);
            file.sync(true);
        }
    }

    /** Refuses a file that is not there, or shorter than proven. */
    static void checkLength(Disk disk, Proof proof) throws IOException {
        String name = name(proof.generation());
        if (!disk.list().contains(name)) {
            throw new DamagedException(name + " is missing, which the journal's last checkpoint names");
        }
        try (DiskFile file = disk.open(name)) {
            long size = file.size();
            if (size < proof.length()) {
                throw new DamagedException(name + " is too short: " + size + " bytes, but the last checkpoint had "
                        + proof.length());
            }
        }
    }

    /** Length and first bytes of a file that has just been synced. */
    static Proof prove(Disk disk, long generation, long version, long sequence) throws IOException {
        try (DiskFile file = disk.open(name(generation))) {
            byte[] header = new byte[Proof.HEADER_SIZE];
            file.read(ByteBuffer.wrap(header), 0);
            return new Proof(generation, file.size(), version, sequence, header);
        }
    }
}
