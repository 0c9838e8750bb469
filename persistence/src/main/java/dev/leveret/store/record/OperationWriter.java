package dev.leveret.store.record;

import dev.leveret.amqp.message.Message;
import java.io.IOException;

/** Puts the operations of a round. */
public final class OperationWriter {

    private OperationWriter() {}

    /** Begins to enqueue a message; {@link #destination} follows as often as said here, then {@link #message}. */
    public static void enqueue(RecordSink out, int destinations) throws IOException {
        out.reserve(3);
        out.putByte(Operation.ENQUEUE);
        out.putShort(destinations);
    }

    /** One queue that the message goes to, and its place there. */
    public static void destination(RecordSink out, long queueId, long position) throws IOException {
        out.reserve(16);
        out.putLong(queueId);
        out.putLong(position);
    }

    /** The message itself. */
    public static void message(RecordSink out, Message message) throws IOException {
        MessageRecord.put(out, message);
    }

    /** Removes messages of one queue. */
    public static void settle(RecordSink out, long queueId, PositionRanges positions) throws IOException {
        out.reserve(13);
        out.putByte(Operation.SETTLE);
        out.putLong(queueId);
        out.putInt(positions.count());
        for (int i = 0; i < positions.count(); i++) {
            out.reserve(12);
            out.putLong(positions.first(i));
            out.putInt((int) (positions.last(i) - positions.first(i) + 1));
        }
    }

    /** Removes all messages of one queue within a range of positions, of which so many have a message. */
    public static void purge(RecordSink out, long queueId, long first, long last, int count) throws IOException {
        out.reserve(29);
        out.putByte(Operation.PURGE);
        out.putLong(queueId);
        out.putLong(first);
        out.putLong(last);
        out.putInt(count);
    }

    /** Notes up to which position messages of one queue may be delivered. */
    public static void mark(RecordSink out, long queueId, long position) throws IOException {
        out.reserve(17);
        out.putByte(Operation.MARK);
        out.putLong(queueId);
        out.putLong(position);
    }

    /** Adds a definition or replaces the one with the same key. */
    public static void define(RecordSink out, byte[] definition) throws IOException {
        putBlock(out, Operation.DEFINE, definition);
    }

    /** Removes a definition. */
    public static void undefine(RecordSink out, byte[] key) throws IOException {
        putBlock(out, Operation.UNDEFINE, key);
    }

    /** Removes all messages of a queue. */
    public static void dropQueue(RecordSink out, long queueId) throws IOException {
        out.reserve(9);
        out.putByte(Operation.DROP_QUEUE);
        out.putLong(queueId);
    }

    private static void putBlock(RecordSink out, int tag, byte[] bytes) throws IOException {
        out.reserve(5);
        out.putByte(tag);
        out.putInt(bytes.length);
        out.putBytes(bytes);
    }
}
