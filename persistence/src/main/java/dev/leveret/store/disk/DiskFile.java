package dev.leveret.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Used by one thread at a time. */
public interface DiskFile extends AutoCloseable {

    /** Writes all that remains in the buffer, from the position in the file on. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer bytes, long position) throws IOException;

    /**
     * Makes what was written durable.
     *
     * @param withMetadata also what is not needed to read it back; needed after the file has grown
     */
    void sync(boolean withMetadata) throws IOException;

    /** Length in bytes. */
    long size() throws IOException;

    /** Cuts the file to a length that it has or exceeds, in bytes. */
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
