package dev.leveret.store.record;

import dev.leveret.store.disk.DamagedException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What the index says of a batch.
 *
 * @param last position in it
 * @param count of messages that were put into it
 * @param size of it in bytes
 * @param arrivalMillis none of them has arrived earlier; since 1970
 * @param expiryMillis for none of them {@code expiration} ends earlier; {@link Long#MAX_VALUE} if they have none
 * @param settled positions in it, sorted
 */
public record IndexRecord(
        long last, int count, int size, long arrivalMillis, long expiryMillis, PositionRanges settled) {

    private static final int VERSION = 2;

    /** Without the times. */
    private static final int VERSION_UNTIMED = 1;

    private static final int HEADER_SIZE = 5;
    private static final int UNTIMED_SIZE = HEADER_SIZE + 20;
    private static final int FIXED_SIZE = UNTIMED_SIZE + 16;

    /** How many of its messages are still alive. */
    public long alive() {
        return count - settled.positions();
    }

    /** The share of its bytes that is still alive, estimated. */
    public long aliveBytes() {
        return size * alive() / count;
    }

    /** With more messages behind those that it has. */
    public IndexRecord and(int size, BatchBuilder more) {
        return new IndexRecord(
                more.last(),
                count + more.count(),
                size,
                Math.min(arrivalMillis, more.arrivalMillis()),
                Math.min(expiryMillis, more.expiryMillis()),
                settled);
    }

    /** The same with more positions settled. */
    public IndexRecord with(PositionRanges more) {
        PositionRanges all = new PositionRanges();
        for (int i = 0; i < settled.count(); i++) {
            all.add(settled.first(i), settled.last(i));
        }
        for (int i = 0; i < more.count(); i++) {
            all.add(more.first(i), more.last(i));
        }
        return new IndexRecord(last, count, size, arrivalMillis, expiryMillis, all.sorted());
    }

    /**
     * Version (1), CRC32C over what follows (4), last (8), count (4), size (4), arrival (8), expiry (8), number of ranges (4),
     * ranges (8 + 8).
     */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_SIZE + settled.count() * 16);
        out.put((byte) VERSION).putInt(0);
        out.putLong(last).putInt(count).putInt(size).putLong(arrivalMillis).putLong(expiryMillis);
        out.putInt(settled.count());
        for (int i = 0; i < settled.count(); i++) {
            out.putLong(settled.first(i)).putLong(settled.last(i));
        }
        return out.putInt(1, crc(out.array())).array();
    }

    /** @param name what the entry is called if it is damaged */
    public static IndexRecord read(byte[] bytes, String name) throws DamagedException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < UNTIMED_SIZE || in.getInt(1) != crc(bytes)) {
            throw new DamagedException(name + " has a damaged index entry: its CRC does not fit");
        }
        if (in.get(0) > VERSION) {
            throw new DamagedException(name + " has an index entry of version " + in.get(0)
                    + ", written by a newer release");
        }
        in.position(HEADER_SIZE);
        long last = in.getLong();
        int count = in.getInt();
        int size = in.getInt();
        boolean isTimed = bytes[0] > VERSION_UNTIMED;
        long arrivalMillis = isTimed ? in.getLong() : 0;
        long expiryMillis = isTimed ? in.getLong() : 0;
        PositionRanges settled = new PositionRanges();
        for (int ranges = in.getInt(); ranges > 0; ranges--) {
            long from = in.getLong();
            settled.add(from, in.getLong());
        }
        return new IndexRecord(last, count, size, arrivalMillis, expiryMillis, settled);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEADER_SIZE, bytes.length - HEADER_SIZE);
        return (int) crc.getValue();
    }
}
