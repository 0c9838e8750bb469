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
    private static final int COPY_SIZE = 8 << 20;

    /** Called before each part of a copy; an exception ends it. */
    public interface CopyStep {
        /** @param left bytes that are still to be written */
        void before(long left) throws IOException;
    }

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
    public static void checkLength(Disk disk, Proof proof) throws IOException {
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

    /**
     * Copies what is proven of a file to another folder, durably but for its name there. The file may grow meanwhile.
     *
     * @param step called now and then
     */
    public static void copy(DiskFile from, Proof proof, Disk target, CopyStep step) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_SIZE);
        try (DiskFile to = target.create(name(proof.generation()))) {
            for (long position = 0; position < proof.length(); position += COPY_SIZE) {
                step.before(proof.length() - position);
                buffer.clear().limit((int) Math.min(COPY_SIZE, proof.length() - position));
                from.read(buffer, position);
                if (buffer.hasRemaining()) {
                    throw new DamagedException(name(proof.generation()) + " ends before its proven length");
                }
                to.write(buffer.flip(), position);
                to.sync(false); // Or what piles up would hold up the journal's syncs on the same disk.
            }
            to.write(ByteBuffer.wrap(proof.header()), 0);
            to.sync(true);
        }
    }

    /** Opens the file of a proof. */
    public static DiskFile open(Disk disk, Proof proof) throws IOException {
        return disk.open(name(proof.generation()));
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
