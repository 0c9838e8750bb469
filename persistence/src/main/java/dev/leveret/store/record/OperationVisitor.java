package dev.leveret.store.record;

import dev.leveret.amqp.message.Message;
import java.io.IOException;

/** Takes the operations of rounds, in order. */
public interface OperationVisitor {

    /** A message has come to a queue; called for each queue that it came to. */
    void enqueued(long queueId, long position, Message message) throws IOException;

    /** Messages of a queue are settled, from first to last, both included. */
    void settled(long queueId, long first, long last) throws IOException;

    /** A definition is new or replaces the one of its key; see {@link DefinitionRecord}. */
    void defined(byte[] definition) throws IOException;

    /** The definition with this key is gone. */
    void undefined(byte[] key) throws IOException;

    /**
     * All messages of a queue that came before this round, from first to last, are gone.
     *
     * @param count how many they are: a position in between need not be that of a message
     */
    void purged(long queueId, long first, long last, int count) throws IOException;

    /** Messages of a queue up to this position may be delivered from now on. */
    void marked(long queueId, long position) throws IOException;

    /** All messages of a queue are gone. */
    void dropped(long queueId) throws IOException;
}
