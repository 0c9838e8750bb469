package dev.leveret.store.disk;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;

/** A folder of the local file system that is only looked at: whatever would change it is refused by an exception. */
public final class ReadOnlyDisk implements Disk {

    private final Path folder;
    private final LocalDisk local;

    /** @param folder exists */
    public ReadOnlyDisk(Path folder) {
        this.folder = folder;
        this.local = new LocalDisk(folder);
    }

    @Override
    public List<String> list() throws IOException {
        return local.list();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new LocalFile(FileChannel.open(path(name), READ));
    }

    @Override
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** A lock shared with others who only look. Where there is no lock file no broker has been yet, and none is made. */
    @Override
    public AutoCloseable tryLock(String name) throws IOException {
        if (!Files.exists(path(name))) {
            return () -> {};
        }
        FileChannel channel = FileChannel.open(path(name), READ);
        boolean locked = false;
        try {
            locked = channel.tryLock(0, Long.MAX_VALUE, true) != null;
        } catch (OverlappingFileLockException e) {
            locked = false; // Held within this process: the same answer as from another one.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    @Override
    public DiskFile create(String name) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public DiskFile aligned(String name) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void rename(String from, String to) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(String name) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void sync() {
        throw new ReadOnlyFileSystemException();
    }
}
