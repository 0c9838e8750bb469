package dev.leveret.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the local file system. */
final class LocalFile implements DiskFile {

    /** The JVM reads into native memory as large as what is asked for, and keeps that for the thread. */
    private static final int READ_MAX_BYTES = 256 * 1024;

    private final FileChannel channel;

    LocalFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void read(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        int end = bytes.limit();
        while (bytes.position() < end) {
            int count = channel.read(bytes.limit(Math.min(end, bytes.position() + READ_MAX_BYTES)), at);
            bytes.limit(end);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
        channel.force(withMetadata);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
