package dev.leveret.store.journal;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a segment, seen through a window that moves over the file: a start that had whole segments in memory would keep
 * the largest for as long as it runs, since a heap that has grown is not given back. Used by one thread.
 */
final class SegmentView {

    /** A frame that is larger makes the window larger. */
    private static final int WINDOW_SIZE = 256 * 1024;

    private ByteBuffer window = ByteBuffer.allocate(WINDOW_SIZE).limit(0);
    private DiskFile file;
    private String name;
    private int size;
    private int windowStart;

    /** Looks at this file from now on. */
    void open(DiskFile file, String name) throws IOException {
        this.file = file;
        this.name = name;
        this.size = Math.toIntExact(file.size());
        this.windowStart = 0;
        window.limit(0);
    }

    /** Of the file. */
    int size() {
        return size;
    }

    /** Bytes that the file has; they are there until others are asked for. */
    ByteBuffer bytes(int start, int length) throws IOException {
        if (start < windowStart || start + length > windowStart + window.limit()) {
            move(start, length);
        }
        return window.slice(start - windowStart, length);
    }

    private void move(int start, int length) throws IOException {
        if (length > window.capacity()) {
            window = ByteBuffer.allocate(length);
        }
        int count = Math.min(window.capacity(), size - start);
        file.read(window.clear().limit(count), start);
        if (window.position() < count) {
            throw new DamagedException(name + " has become shorter while it was read");
        }
        window.flip();
        windowStart = start;
    }
}
