package dev.leveret.store.record;

import java.io.IOException;

/**
 * Where records are written to. Numbers are big-endian.
 *
 * <p>Space for numbers is asked for with {@link #reserve}, once for several, so that the check is not made for each.
 */
public interface RecordSink {

    /** The most that may be reserved at once, in bytes. */
    int RESERVED_MAX = 64;

    /** Makes sure that numbers of so many bytes altogether can be put. */
    void reserve(int size) throws IOException;

    void putByte(int value);

    void putShort(int value);

    void putInt(int value);

    void putLong(long value);

    /** Puts bytes of any number; nothing needs to be reserved for them. */
    void putBytes(byte[] bytes) throws IOException;
}
