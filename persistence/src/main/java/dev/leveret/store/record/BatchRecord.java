package dev.leveret.store.record;

import dev.leveret.amqp.message.Message;
import dev.leveret.store.disk.DamagedException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Messages of one queue in the order of their positions, in one array: version (1), CRC32C over what follows (4), then for
 * each message its position (8), its length (4), and itself.
 */
public final class BatchRecord {

    /** Takes the messages of a batch, in order. */
    public interface Visitor {
        /** The message's bytes, valid during the call; to be read with a {@link MessageReader}. */
        void message(long position, ByteBuffer message) throws IOException;
    }

    static final int VERSION = 1;
    static final int HEADER_SIZE = 5;

    /** Position and length of a message, in bytes. */
    static final int ENTRY_SIZE = 12;

    private BatchRecord() {}

    /** What a message adds to a batch, in bytes. */
    public static int sizeOf(Message message) {
        return ENTRY_SIZE + MessageRecord.size(message);
    }

    /**
     * Hands all messages to the visitor.
     *
     * @param name what the batch is called if it is damaged
     */
    public static void read(byte[] batch, String name, Visitor visitor) throws IOException {
        if (batch.length < HEADER_SIZE) {
            throw new DamagedException(name + " is only " + batch.length + " bytes long");
        }
        if (batch[0] > VERSION) {
            throw new DamagedException(name + " has version " + batch[0] + ", written by a newer release");
        }
        ByteBuffer in = ByteBuffer.wrap(batch);
        if (in.getInt(1) != crc(batch, batch.length)) {
            throw new DamagedException(name + " is damaged: its CRC does not fit");
        }
        in.position(HEADER_SIZE);
        try {
            while (in.hasRemaining()) {
                long position = in.getLong();
                int size = in.getInt();
                visitor.message(position, in.slice(in.position(), size));
                in.position(in.position() + size);
            }
        } catch (BufferUnderflowException e) {
            throw new DamagedException(name + " ends in the middle of a message", e);
        }
    }

    /** One batch of the messages of two, in this order; empty if the first one is damaged, missing, or of another version. */
    public static byte[] joined(byte[] batch, byte[] more) {
        if (batch == null
                || batch.length < HEADER_SIZE
                || batch[0] != VERSION
                || ByteBuffer.wrap(batch).getInt(1) != crc(batch, batch.length)) {
            return new byte[0];
        }
        byte[] joined = Arrays.copyOf(batch, batch.length + more.length - HEADER_SIZE);
        System.arraycopy(more, HEADER_SIZE, joined, batch.length, more.length - HEADER_SIZE);
        ByteBuffer.wrap(joined).putInt(1, crc(joined, joined.length));
        return joined;
    }

    static int crc(byte[] batch, int size) {
        CRC32C crc = new CRC32C();
        crc.update(batch, HEADER_SIZE, size - HEADER_SIZE);
        return (int) crc.getValue();
    }
}
