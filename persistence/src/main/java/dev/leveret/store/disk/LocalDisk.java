package dev.leveret.store.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of the local file system. */
public final class LocalDisk implements Disk {

    private final Path folder;

    /** @param folder exists */
    public LocalDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a folder for the broker's own user alone, and those above it, where there is none. The names of those that it makes are
     * durable then.
     */
    public static void makeFolder(Path folder) throws IOException {
        makeFolder(folder.toAbsolutePath().normalize(), OwnerOnly.folder());
    }

    private static void makeFolder(Path absolute, FileAttribute<?>... attributes) throws IOException {
        if (!Files.isDirectory(absolute)) {
            makeFolder(absolute.getParent(), new FileAttribute<?>[0]); // others may have something beside it
            Files.createDirectories(absolute, attributes);
            new LocalDisk(absolute.getParent()).sync();
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new LocalFile(FileChannel.open(path(name), Set.of(CREATE_NEW, READ, WRITE), OwnerOnly.file()));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new LocalFile(FileChannel.open(path(name), READ, WRITE));
    }

    @Override
    public DiskFile aligned(String name) throws IOException {
        return new LocalFile(FileChannel.open(path(name), Set.of(CREATE, READ, WRITE), OwnerOnly.file()));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(path(name));
    }

    @Override
    public void sync() throws IOException {
        try (FileChannel names = FileChannel.open(folder, READ)) {
            names.force(true);
        }
    }

    @Override
    public Path path(String name) {
        return folder.resolve(name);
    }

    @Override
    public AutoCloseable tryLock(String name) throws IOException {
        FileChannel channel = FileChannel.open(path(name), Set.of(CREATE, WRITE), OwnerOnly.file());
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false; // Held within this process: the same answer as from another one.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }
}
