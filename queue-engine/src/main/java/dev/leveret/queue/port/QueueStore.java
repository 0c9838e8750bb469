package dev.leveret.queue.port;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import java.util.Collection;
import java.util.List;

/**
 * The durable side of one queue. Called on the queue's loop only. Nothing here blocks: operations
 * are collected and become durable later, in the order of the calls.
 *
 * <p>Each call with a unit contributes exactly one part to it, so that a unit is complete when
 * {@link DurableUnit#parts()} calls have named it, whatever each of them had to store. A null unit
 * means that nobody waits.
 */
public interface QueueStore {

    /** The store of a queue that keeps nothing. Commands to such a queue carry no unit. */
    QueueStore NONE = new NoStore();

    /** What a queue has noted that has never noted how far it may deliver. */
    long NOTHING_DELIVERED = -1;

    /**
     * Stores a message.
     *
     * @param position its place in the queue; grows from call to call
     * @param unit the unit that this is a part of, or null
     * @return the handle to remove it by, never null
     */
    StoredMessage append(long position, Message message, DurableUnit unit);

    /**
     * Makes the handle for the record of a key, which is stored with a message by {@link #append(long, Message, KeyPart,
     * DurableUnit)} of another store of the same queue.
     *
     * @param position its place among the keys; grows from call to call
     */
    StoredMessage prepare(long position, Message key);

    /**
     * Stores a message that has a key, and the key with it: one part of the unit, which becomes durable as a whole, if there is no
     * unit as well.
     *
     * @param unit the unit that this is a part of, or null
     * @return the handle of the message
     */
    StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit);

    /**
     * Contributes a part to a unit for which there is nothing to store, since another message says the same: the unit
     * becomes durable with that one, or after it.
     */
    void skipAfter(Original original, DurableUnit unit);

    /**
     * Forgets a message that was stored.
     *
     * @param unit the unit that this is a part of, or null
     */
    void remove(StoredMessage message, DurableUnit unit);

    /**
     * Forgets a message that was stored and that has come back, and how often that was: both or none of it.
     *
     * @param position of the message
     * @param unit the unit that this is a part of, or null
     */
    default void removeReturned(StoredMessage message, long position, DurableUnit unit) {
        returned(position, 0);
        remove(message, unit);
    }

    /** Contributes a part to a unit for which this queue has nothing to store or to remove. */
    void skip(DurableUnit unit);

    /** Forgets many messages at once, oldest first as far as possible. The list is not kept. */
    void purged(List<StoredMessage> messages);

    /**
     * Forgets the stored messages that are out of memory.
     *
     * @param first the lowest of their positions; there may be positions in between that no stored message has
     * @param last the highest one
     * @param count how many stored messages they are
     */
    void purgedPages(long first, long last, int count);

    /**
     * Notes how far deliveries may get, so that a start after a crash knows what may have been delivered: every message up to
     * this position counts as redelivered then, and none if nothing was noted. Durable no later than messages that are appended
     * afterwards, also if it could not be written at first and the unit has failed.
     *
     * @param position lower than the one noted last only when the queue stops in an orderly way
     * @param unit complete when it is durable; null: nobody waits
     */
    void reserve(long position, DurableUnit unit);

    /**
     * Notes how often a stored message has come back.
     *
     * @param returns 0: the message is gone
     */
    void returned(long position, int returns);

    /**
     * Forgets all messages of this queue, none of which has come back. Afterwards only {@link #skip} is called, and {@link #remove} with a unit
     * that takes a message elsewhere or acknowledges it: such a unit does not become durable before the one that has brought the message.
     */
    void deleteQueue();

    /**
     * Forgets all messages of this queue, and how often they have come back: both or none of it.
     *
     * @param returned the positions of those that have
     */
    default void deleteQueue(Collection<Long> returned) {
        returned.forEach(position -> returned(position, 0));
        deleteQueue();
    }
}
