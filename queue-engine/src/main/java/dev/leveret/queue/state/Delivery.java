package dev.leveret.queue.state;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.StoredMessage;

/**
 * One message as long as one queue holds it: ready, then unacked, perhaps ready again, then gone.
 *
 * <p>A channel receives it with a delivery and hands it back, as a token, to settle it. It may read
 * position, message, returns and holder in between: the queue writes none of them while the
 * delivery is unacked. Whether it is unacked is known to the queue's loop alone.
 */
public final class Delivery {

    private final long position;
    private final StoredMessage stored;
    private final byte priority;
    private Message message;
    Consumer holder;

    /** How often it was delivered and came back, or may have. */
    private int returns;

    /** The group that it keeps for who has received it and not settled it; null if it keeps none. */
    MessageGroup group;

    /** Somebody has received it and not settled it. If not, it is ready or gone. */
    boolean unacked;

    /**
     * A message that is about to become ready.
     *
     * @param position its place for ever; later messages of the same priority have higher ones
     * @param stored the store's handle on it, or null if it is not stored
     * @param priority that it has in the queue, 0 to 255
     * @param returns how often it was delivered and came back, or may have
     */
    public Delivery(long position, Message message, StoredMessage stored, int priority, int returns) {
        this.position = position;
        this.message = message;
        this.stored = stored;
        this.priority = (byte) priority;
        this.returns = returns;
    }

    /** Its place among the messages of its priority for ever; a requeued message goes back there. */
    public long position() {
        return position;
    }

    /** What was published. Null as long as it is ready and out of memory, which is known to the queue alone. */
    public Message message() {
        return message;
    }

    void message(Message inMemory) {
        message = inMemory;
    }

    /** The store's handle on it, or null if it is not stored. */
    public StoredMessage stored() {
        return stored;
    }

    /** What counts in the queue, 0 to 255: not what the publisher asked for, if that is more than the queue has. */
    public int priority() {
        return priority & 0xff;
    }

    /** Whether it was delivered before, to anybody. */
    public boolean redelivered() {
        return returns > 0;
    }

    /** How often it was delivered and came back; at least once if it may have been delivered before the broker started. */
    public int returns() {
        return returns;
    }

    /** It has come back once more. */
    public void returned() {
        returns++;
    }

    /** The consumer that it was delivered to last, or null after {@code basic.get}. */
    public Consumer holder() {
        return holder;
    }

    @Override
    public String toString() {
        return "delivery " + position + (unacked ? " unacked" : "");
    }
}
