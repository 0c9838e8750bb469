package dev.leveret.store.record;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.PropertyFlags;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A message in bytes: arrival in milliseconds (8), lengths of address (2), header (4) and body (4), then these three.
 * Its version is that of the record around it.
 */
public final class MessageRecord {

    /** Arrival and lengths, in bytes. */
    static final int FIXED_SIZE = 18;

    private static final int ADDRESS_SIZE_AT = 8;
    private static final int HEADER_SIZE_AT = 10;

    private MessageRecord() {}

    /** What the message takes, in bytes. */
    public static int size(Message message) {
        return FIXED_SIZE + message.address().wire().length + message.header().raw().length + message.bodySize();
    }

    /** When the {@code expiration} of a message ends, in milliseconds since 1970; {@link Long#MAX_VALUE} if it has none. */
    public static long expiryMillis(Message message) {
        return end(message.arrivalMillis(), message.header().expirationMillis());
    }

    private static long end(long arrivalMillis, long expirationMillis) {
        return expirationMillis == Long.MAX_VALUE ? Long.MAX_VALUE : arrivalMillis + expirationMillis;
    }

    /** When the message arrived that is next in a buffer, which does not move. */
    static long arrivalMillis(ByteBuffer in) {
        return in.getLong(in.position());
    }

    /** When the {@code expiration} of the message ends that is next in a buffer, which does not move. */
    static long expiryMillis(ByteBuffer in) {
        int start = in.position();
        int addressSize = in.getShort(start + ADDRESS_SIZE_AT) & 0xffff;
        int headerAt = start + FIXED_SIZE + addressSize;
        if ((in.getShort(headerAt) & PropertyFlags.EXPIRATION) == 0) {
            return Long.MAX_VALUE;
        }
        byte[] header = new byte[in.getInt(start + HEADER_SIZE_AT)];
        in.get(headerAt, header);
        return end(arrivalMillis(in), ContentHeader.of(header).expirationMillis());
    }

    /** Puts the message. */
    public static void put(RecordSink out, Message message) throws IOException {
        byte[] address = message.address().wire();
        byte[] header = message.header().raw();
        out.reserve(FIXED_SIZE);
        out.putLong(message.arrivalMillis());
        out.putShort(address.length);
        out.putInt(header.length);
        out.putInt(message.bodySize());
        out.putBytes(address);
        out.putBytes(header);
        int chunks = message.chunkCount();
        for (int i = 0; i < chunks; i++) {
            out.putBytes(message.chunk(i));
        }
    }
}
