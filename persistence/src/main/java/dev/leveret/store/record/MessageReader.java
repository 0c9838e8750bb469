package dev.leveret.store.record;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads messages. Neighbours with equal address or properties share the objects, as they did when they were
 * published. Used by one thread.
 */
public final class MessageReader {

    /** Greatest chunk of a body, in bytes: what a frame of the usual size carries. */
    private static final int CHUNK_SIZE_MAX = 131_064;

    private static final int SHARED_COUNT = 256;

    private final Address[] addresses = new Address[SHARED_COUNT];
    private final ContentHeader[] headers = new ContentHeader[SHARED_COUNT];

    /** Reads one message and moves behind it. */
    public Message read(ByteBuffer in) {
        long arrivalMillis = in.getLong();
        int addressSize = in.getShort() & 0xffff;
        int headerSize = in.getInt();
        int bodySize = in.getInt();
        Address address = address(bytes(in, addressSize));
        ContentHeader header = header(bytes(in, headerSize));
        if (bodySize <= CHUNK_SIZE_MAX) {
            return Message.of(address, header, bytes(in, bodySize), arrivalMillis);
        }
        return Message.ofChunks(address, header, chunks(in, bodySize), arrivalMillis);
    }

    private Address address(byte[] wire) {
        int slot = Arrays.hashCode(wire) & SHARED_COUNT - 1;
        Address shared = addresses[slot];
        if (shared == null || !Arrays.equals(shared.wire(), wire)) {
            shared = Address.ofWire(wire);
            addresses[slot] = shared;
        }
        return shared;
    }

    private ContentHeader header(byte[] raw) {
        int slot = Arrays.hashCode(raw) & SHARED_COUNT - 1;
        ContentHeader shared = headers[slot];
        if (shared == null || !Arrays.equals(shared.raw(), raw)) {
            shared = ContentHeader.of(raw);
            headers[slot] = shared;
        }
        return shared;
    }

    private static byte[][] chunks(ByteBuffer in, int bodySize) {
        byte[][] chunks = new byte[(bodySize + CHUNK_SIZE_MAX - 1) / CHUNK_SIZE_MAX][];
        int left = bodySize;
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = bytes(in, Math.min(left, CHUNK_SIZE_MAX));
            left -= chunks[i].length;
        }
        return chunks;
    }

    private static byte[] bytes(ByteBuffer in, int size) {
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }
}
