package dev.leveret.store;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.LocalDisk;
import dev.leveret.store.h2.GenerationFile;
import dev.leveret.store.journal.Journal;
import dev.leveret.store.journal.JournalEnd;
import dev.leveret.store.journal.SegmentStock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A folder that becomes a backup: a store as a clean end leaves it. Until it is complete its format file says that it is not, so
 * that no broker starts on a part of it; a backup that fails takes away again what it has made.
 */
final class BackupTarget implements AutoCloseable {

    /** What is left free, in bytes: the broker may write to the same disk, and a write that fails would be its end. */
    private static final long FREE_BYTES_KEPT = 256L << 20;

    private final Path folder;
    private final boolean isNewFolder;
    private final Disk disk;
    private final AutoCloseable lock;
    private boolean complete;

    private BackupTarget(Path folder, boolean isNewFolder, Disk disk, AutoCloseable lock) {
        this.folder = folder;
        this.isNewFolder = isNewFolder;
        this.disk = disk;
        this.lock = lock;
    }

    /**
     * Takes a folder that is empty or not there yet; the one above it has to be there.
     *
     * @throws StoreException if it is neither, or there is none above it
     */
    static BackupTarget take(Path folder) throws StoreException, IOException {
        boolean isNewFolder = Files.notExists(folder);
        if (!isNewFolder && !Files.isDirectory(folder)) {
            throw new StoreException("the backup can't go to " + folder + ": it is not a folder");
        }
        if (isNewFolder && !Files.isDirectory(folder.toAbsolutePath().normalize().getParent())) {
            // A mount point that is spelled wrong would be made, on a disk that nobody meant.
            throw new StoreException("the backup can't go to " + folder + ": there is no folder " + folder.getParent());
        }
        if (!isNewFolder && !isEmpty(folder)) {
            throw new StoreException("the backup can't go to " + folder + ": the folder is not empty");
        }
        LocalDisk.makeFolder(folder);
        Disk disk = new LocalDisk(folder);
        AutoCloseable lock = disk.tryLock(BrokerStore.LOCK_FILE);
        if (lock == null) {
            throw new StoreException("the backup can't go to " + folder + ": a broker is using it");
        }
        return new BackupTarget(folder, isNewFolder, disk, lock);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /**
     * Writes all of it, durably.
     *
     * @param isStopping asked now and then; if it says so the backup fails
     * @return its size in bytes
     */
    long write(ProvenFile from, int segmentBytes, BooleanSupplier isStopping) throws IOException {
        StoreFormat.writeUnfinished(disk);
        GenerationFile.copy(from.file(), from.proof(), disk, left -> {
            if (isStopping.getAsBoolean()) {
                throw new IOException("the broker is stopping");
            }
            checkFree(left + segmentBytes + FREE_BYTES_KEPT);
        });
        // Order: rounds count only if they are above the proof's, so the numbers go on from there.
        JournalEnd end = new JournalEnd(List.of(), 0, 0, from.proof().sequence());
        try (Journal journal = new Journal(new SegmentStock(disk, segmentBytes), segmentBytes, end)) {
            journal.writeProof(from.proof().toBytes());
        }
        disk.sync();
        StoreFormat.write(disk);
        complete = true;
        long size = 0;
        for (String name : disk.list()) {
            size += Files.size(disk.path(name));
        }
        return size;
    }

    private void checkFree(long needed) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new IOException("there are " + free + " bytes free on its disk, and " + needed + " are needed");
        }
    }

    /** Gives the folder back, as it was if the backup is not complete. */
    @Override
    public void close() throws IOException {
        try {
            if (!complete) {
                for (String name : disk.list()) {
                    disk.delete(name);
                }
                if (isNewFolder) {
                    Files.delete(folder);
                }
            }
        } finally {
            BrokerStore.release(lock);
        }
    }
}
