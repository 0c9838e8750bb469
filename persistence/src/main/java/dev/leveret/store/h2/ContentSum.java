package dev.leveret.store.h2;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A sum over all entries of a map, kept up to date with each change. MVStore does not protect the pages that lead to the
 * entries: an entry that is lost or stale because of them has a good CRC of its own, but the sum does not fit.
 */
final class ContentSum {

    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final CRC32C crc = new CRC32C();
    private long value;

    /** Whatever the order in which they came, equal entries make equal sums. */
    long value() {
        return value;
    }

    void add(long keyHash, byte[] entry) {
        value += hash(keyHash, entry);
    }

    /** @param entry null if there was none */
    void remove(long keyHash, byte[] entry) {
        if (entry != null) {
            value -= hash(keyHash, entry);
        }
    }

    private long hash(long keyHash, byte[] entry) {
        crc.reset();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(keyHash).flip());
        crc.update(entry);
        long mixed = crc.getValue() * SPREAD;
        return mixed ^ mixed >>> 32;
    }
}
