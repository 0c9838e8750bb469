package dev.leveret.store.record;

import dev.leveret.amqp.message.Message;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Makes batches, one after the other. Used by one thread. See {@link BatchRecord}. */
public final class BatchBuilder {

    private final ArraySink out;
    private long first;
    private long last;
    private int count;
    private long arrivalMillis;
    private long expiryMillis;

    /** @param usualSize of a batch, in bytes */
    public BatchBuilder(int usualSize) {
        this.out = new ArraySink(usualSize);
        clear();
    }

    /** Starts a new batch. */
    public void clear() {
        out.clear();
        out.putByte(BatchRecord.VERSION);
        out.putInt(0);
        count = 0;
        arrivalMillis = Long.MAX_VALUE;
        expiryMillis = Long.MAX_VALUE;
    }

    /** Adds a message; its position is greater than those of the messages before it. */
    public void add(long position, Message message) throws IOException {
        begin(position, MessageRecord.size(message));
        MessageRecord.put(out, message);
        arrivalMillis = Math.min(arrivalMillis, message.arrivalMillis());
        expiryMillis = Math.min(expiryMillis, MessageRecord.expiryMillis(message));
    }

    /** Adds a message that stands in another batch. */
    public void add(long position, ByteBuffer message) {
        arrivalMillis = Math.min(arrivalMillis, MessageRecord.arrivalMillis(message));
        expiryMillis = Math.min(expiryMillis, MessageRecord.expiryMillis(message));
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        begin(position, bytes.length);
        out.putBytes(bytes);
    }

    private void begin(long position, int size) {
        out.reserve(BatchRecord.ENTRY_SIZE + size);
        out.putLong(position);
        out.putInt(size);
        if (count++ == 0) {
            first = position;
        }
        last = position;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many messages there are. */
    public int count() {
        return count;
    }

    /** Position of the first message. */
    public long first() {
        return first;
    }

    /** Position of the last message. */
    public long last() {
        return last;
    }

    /** When the first of them has arrived, in milliseconds since 1970. */
    public long arrivalMillis() {
        return arrivalMillis;
    }

    /** When the first {@code expiration} ends, in milliseconds since 1970; {@link Long#MAX_VALUE} if there is none. */
    public long expiryMillis() {
        return expiryMillis;
    }

    /** Bytes so far. */
    public int size() {
        return out.size();
    }

    /** The finished batch; a copy. */
    public byte[] build() {
        out.setInt(1, BatchRecord.crc(out.array(), out.size()));
        return out.toArray();
    }
}
