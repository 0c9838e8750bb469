package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.record.ArraySink;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What is known of a store file after a sync: as much of it as is needed to bring the file back to this state, whatever
 * has been written after it.
 *
 * @param generation of the file
 * @param length of the file in bytes
 * @param version of the MVStore in it
 * @param sequence of the last round that it contains, with all rounds before
 * @param header the first bytes of the file
 */
public record Proof(long generation, long length, long version, long sequence, byte[] header) {

    /** What MVStore writes again and again, at the beginning of the file, in bytes. */
    static final int HEADER_SIZE = 8192;

    private static final int FORMAT = 1;

    /** Format (4), generation (8), length (8), version (8), sequence (8), size of header (4), header. */
    public byte[] toBytes() {
        ArraySink out = new ArraySink(HEADER_SIZE + 64);
        out.putInt(FORMAT);
        out.putLong(generation);
        out.putLong(length);
        out.putLong(version);
        out.putLong(sequence);
        out.putInt(header.length);
        out.putBytes(header);
        return out.toArray();
    }

    /** Reads what {@link #toBytes} has made. */
    public static Proof read(ByteBuffer in) throws DamagedException {
        try {
            int format = in.getInt();
            if (format > FORMAT) {
                throw new DamagedException("the journal has a checkpoint of format " + format
                        + ", written by a newer release; this one reads up to " + FORMAT);
            }
            long generation = in.getLong();
            long length = in.getLong();
            long version = in.getLong();
            long sequence = in.getLong();
            byte[] header = new byte[in.getInt()];
            in.get(header);
            return new Proof(generation, length, version, sequence, header);
        } catch (BufferUnderflowException e) {
            throw new DamagedException("the journal has a checkpoint that ends too early", e);
        }
    }
}
