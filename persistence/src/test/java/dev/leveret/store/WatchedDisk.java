package dev.leveret.store;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import dev.leveret.store.disk.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A folder whose operations can be counted, left out, or made to fail. */
final class WatchedDisk implements Disk {

    enum Operation {
        OPEN,
        WRITE,
        SYNC,
        TRUNCATE,
        RENAME,
        DELETE
    }

    /** Is asked before each operation that changes anything. */
    interface Watcher {
        /** @return false if the operation is to be left out */
        boolean allows(Operation operation, String file) throws IOException;
    }

    private final Disk disk;
    private final Watcher watcher;

    WatchedDisk(Path folder, Watcher watcher) {
        this.disk = new LocalDisk(folder);
        this.watcher = watcher;
    }

    /** For tests that look at the files and need no power cut to be survived: much faster. */
    static WatchedDisk withoutSync(Path folder) {
        return new WatchedDisk(folder, (operation, file) -> operation != Operation.SYNC);
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        watcher.allows(Operation.OPEN, name);
        return new WatchedFile(disk.create(name), name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        watcher.allows(Operation.OPEN, name);
        return new WatchedFile(disk.open(name), name);
    }

    @Override
    public DiskFile aligned(String name) throws IOException {
        watcher.allows(Operation.OPEN, name);
        return new WatchedFile(disk.aligned(name), name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (watcher.allows(Operation.RENAME, from)) {
            disk.rename(from, to);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        if (watcher.allows(Operation.DELETE, name)) {
            disk.delete(name);
        }
    }

    @Override
    public void sync() throws IOException {
        if (watcher.allows(Operation.SYNC, ".")) {
            disk.sync();
        }
    }

    @Override
    public Path path(String name) {
        return disk.path(name);
    }

    @Override
    public AutoCloseable tryLock(String name) throws IOException {
        return disk.tryLock(name);
    }

    private final class WatchedFile implements DiskFile {
        private final DiskFile file;
        private final String name;

        WatchedFile(DiskFile file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            if (watcher.allows(Operation.WRITE, name)) {
                file.write(bytes, position);
            }
        }

        @Override
        public void read(ByteBuffer bytes, long position) throws IOException {
            file.read(bytes, position);
        }

        @Override
        public void sync(boolean withMetadata) throws IOException {
            if (watcher.allows(Operation.SYNC, name)) {
                file.sync(withMetadata);
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            if (watcher.allows(Operation.TRUNCATE, name)) {
                file.truncate(size);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
