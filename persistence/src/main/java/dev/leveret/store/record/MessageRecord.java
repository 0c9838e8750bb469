package dev.leveret.store.record;

import dev.leveret.amqp.message.Message;
import java.io.IOException;

/**
 * A message in bytes: arrival in milliseconds (8), lengths of address (2), header (4) and body (4), then these three.
 * Its version is that of the record around it.
 */
public final class MessageRecord {

    /** Arrival and lengths, in bytes. */
    static final int FIXED_SIZE = 18;

    private MessageRecord() {}

    /** What the message takes, in bytes. */
    public static int size(Message message) {
        return FIXED_SIZE + message.address().wire().length + message.header().raw().length + message.bodySize();
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
