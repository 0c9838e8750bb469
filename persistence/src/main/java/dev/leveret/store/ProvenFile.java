package dev.leveret.store;

import dev.leveret.store.disk.DiskFile;
import dev.leveret.store.h2.Proof;
import java.io.IOException;

/**
 * A store file of which a checkpoint has just been proven. It can be read as far as proven while it stays open, also when it
 * has been replaced and its name is gone.
 */
record ProvenFile(DiskFile file, Proof proof) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        file.close();
    }
}
