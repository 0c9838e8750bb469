package dev.leveret.store;

import dev.leveret.store.h2.BatchVisitor;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.WantedPage;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** The generation that has the messages now: the checkpoint thread changes and replaces it, the pager reads it beside that. */
final class GenerationInUse {

    /** Held while the pager reads, and while the generation is replaced: so none is closed under the reader. */
    private final ReentrantLock reading = new ReentrantLock();

    private Generation current;
    private volatile int appliedInterval = StoredEntry.IN_STORE;

    GenerationInUse(Generation first) {
        this.current = first;
    }

    /** For the checkpoint thread alone. */
    Generation get() {
        return current;
    }

    /** Another one has the same messages. Once this returns, nobody reads the one before. */
    void replaceBy(Generation next) {
        reading.lock();
        try {
            current = next;
        } finally {
            reading.unlock();
        }
    }

    /** All that was written in this checkpoint interval, and before, can be read. */
    void applied(int interval) {
        appliedInterval = interval;
    }

    /** The last interval that can be read. For any thread. */
    int appliedInterval() {
        return appliedInterval;
    }

    /** See {@link Generation#load}. */
    long load(WantedPage wanted, BatchVisitor visitor) throws IOException {
        reading.lock();
        try {
            return current.load(wanted, visitor);
        } finally {
            reading.unlock();
        }
    }

    /** Closes the file. The pager has ended. */
    void close() {
        current.close();
    }
}
