package dev.leveret.store.power;

import dev.leveret.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/** A file of a simulated disk as H2 wants it. */
final class PowerFileChannel extends FileBaseDefault {

    private final DiskFile file;

    PowerFileChannel(DiskFile file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int before = into.remaining();
        file.read(into, position);
        return before > 0 && into.remaining() == before ? -1 : before - into.remaining();
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        int count = bytes.remaining();
        file.write(bytes, position);
        return count;
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void force(boolean withMetadata) throws IOException {
        file.sync(withMetadata);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    /** The store's own lock keeps others out. */
    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        return new Lock(this, position, size, shared);
    }

    private static final class Lock extends FileLock {

        Lock(FileChannel channel, long position, long size, boolean shared) {
            super(channel, position, size, shared);
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void release() {}
    }
}
