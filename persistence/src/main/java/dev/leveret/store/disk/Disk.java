package dev.leveret.store.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One folder, as the store uses it. File names are plain names within the folder.
 *
 * <p>Names that were made, changed or deleted are durable only after {@link #sync()}.
 */
public interface Disk {

    /** What aligned files are written in: positions and lengths are multiples of it, in bytes. */
    int BLOCK_SIZE = 4096;

    /** The names of all files in the folder, in no particular order. */
    List<String> list() throws IOException;

    /** Makes a new file for reading and writing; fails if there is one of that name. */
    DiskFile create(String name) throws IOException;

    /** Opens a file that exists, for reading and writing. */
    DiskFile open(String name) throws IOException;

    /**
     * Makes a new file, or opens one that exists, to be written in whole blocks, from direct buffers that begin on a block
     * boundary in memory. The system's page cache is left out where that is possible.
     */
    DiskFile aligned(String name) throws IOException;

    /** Gives a file another name, in place of the file that has it now, if there is one. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file that exists. */
    void delete(String name) throws IOException;

    /** Makes the names in the folder durable. */
    void sync() throws IOException;

    /** Where a file of that name is, for libraries that open it themselves. */
    Path path(String name);

    /**
     * Takes the lock that keeps other processes and other stores of this one out.
     *
     * @return what to close to give it back; null if somebody else has it
     */
    AutoCloseable tryLock(String name) throws IOException;
}
