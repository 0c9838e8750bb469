package dev.leveret.store.record;

import dev.leveret.amqp.message.Message;
import dev.leveret.store.disk.DamagedException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads the operations of rounds. Used by one thread. */
public final class OperationReader {

    private final MessageReader messages = new MessageReader();
    private long[] destinations = new long[16];

    /** Hands all operations of a round to the visitor. */
    public void read(ByteBuffer round, OperationVisitor visitor) throws IOException {
        try {
            while (round.hasRemaining()) {
                readOne(round, visitor);
            }
        } catch (BufferUnderflowException e) {
            // The CRC was right, so this is a round that was written wrongly, not one that was damaged since.
            throw new DamagedException("a round of the journal ends in the middle of an operation", e);
        }
    }

    private void readOne(ByteBuffer round, OperationVisitor visitor) throws IOException {
        int tag = round.get();
        switch (tag) {
            case Operation.ENQUEUE -> enqueue(round, visitor);
            case Operation.SETTLE -> settle(round, visitor);
            case Operation.DEFINE -> visitor.defined(block(round));
            case Operation.UNDEFINE -> visitor.undefined(block(round));
            case Operation.DROP_QUEUE -> visitor.dropped(round.getLong());
            case Operation.MARK -> visitor.marked(round.getLong(), round.getLong());
            case Operation.PURGE -> visitor.purged(
                    round.getLong(), round.getLong(), round.getLong(), round.getInt());
            default -> throw new DamagedException("a round of the journal has an operation " + tag
                    + ", which this release does not know");
        }
    }

    private void enqueue(ByteBuffer round, OperationVisitor visitor) throws IOException {
        int count = round.getShort() & 0xffff;
        if (destinations.length < 2 * count) {
            destinations = new long[2 * count];
        }
        for (int i = 0; i < 2 * count; i++) {
            destinations[i] = round.getLong();
        }
        Message message = messages.read(round);
        for (int i = 0; i < 2 * count; i += 2) {
            visitor.enqueued(destinations[i], destinations[i + 1], message);
        }
    }

    private static void settle(ByteBuffer round, OperationVisitor visitor) throws IOException {
        long queueId = round.getLong();
        int ranges = round.getInt();
        for (int i = 0; i < ranges; i++) {
            long first = round.getLong();
            visitor.settled(queueId, first, first + (round.getInt() & 0xffff_ffffL) - 1);
        }
    }

    private static byte[] block(ByteBuffer round) {
        byte[] bytes = new byte[round.getInt()];
        round.get(bytes);
        return bytes;
    }
}
