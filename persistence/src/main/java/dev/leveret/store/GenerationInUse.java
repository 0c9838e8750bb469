package dev.leveret.store;

import dev.leveret.store.h2.Generation;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The generation that has the messages now: the checkpoint thread changes and replaces it, the pager reads it beside that. */
final class GenerationInUse {

    /** Held while the pager reads, and while the generation is replaced: so none is closed under the reader. */
    private final ReentrantLock reading = new ReentrantLock();

    private final Condition replaced = reading.newCondition();

    private Generation current;
    private int reopenings;
    private boolean ended;
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

    /** What brings back a generation that an error has ended. */
    interface Reopening {
        Generation open() throws IOException;
    }

    /** Closes the file and opens what takes its place; nobody reads meanwhile. */
    void reopen(Reopening reopening) throws IOException {
        reading.lock();
        try {
            current.close();
            current = reopening.open();
            reopenings++;
            replaced.signalAll();
        } finally {
            reading.unlock();
        }
    }

    /** How often it was reopened. */
    int reopenings() {
        reading.lock();
        try {
            return reopenings;
        } finally {
            reading.unlock();
        }
    }

    /**
     * After a read that has failed: if an error has closed the file, waits until it has been reopened.
     *
     * @param before {@link #reopenings} before it was read
     * @return whether to read again
     */
    boolean awaitReopening(int before) {
        reading.lock();
        try {
            while (current.isClosed() && !ended) {
                replaced.awaitUninterruptibly();
            }
            return reopenings != before && !ended;
        } finally {
            reading.unlock();
        }
    }

    /** Nobody reads any more, and who waits for a reopening need not. For any thread. */
    void end() {
        reading.lock();
        try {
            ended = true;
            replaced.signalAll();
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

    /** Reads something. */
    interface Reader {
        /** @return how far it was read */
        long read(Generation generation) throws IOException;
    }

    /** Reads while the generation stays the one that it is. For the pager. */
    long read(Reader reader) throws IOException {
        reading.lock();
        try {
            return reader.read(current);
        } finally {
            reading.unlock();
        }
    }

    /** Closes the file. The pager has ended. */
    void close() {
        current.close();
    }
}
