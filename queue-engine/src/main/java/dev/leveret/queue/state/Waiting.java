package dev.leveret.queue.state;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.index.Placed;

/** A ready message of a queue with groups, in its place between others of its group. */
public final class Waiting implements Placed {

    final Delivery delivery;

    /** Null if the message has none. */
    final MessageGroup group;

    /** Its neighbours in the group; those that have come back have none. */
    Waiting before;

    Waiting after;

    /** What the body takes, in bytes, as long as the message is out of memory. */
    private int bodySize;

    /** It is out of memory and has to come back. */
    boolean isWanted;

    Waiting(Delivery delivery, MessageGroup group) {
        this.delivery = delivery;
        this.group = group;
    }

    /** The message. */
    public Delivery delivery() {
        return delivery;
    }

    /** Whether its message is in memory. If not, all that there is of it is its place. */
    public boolean isInMemory() {
        return delivery.message() != null;
    }

    int bodySize() {
        return isInMemory() ? delivery.message().bodySize() : bodySize;
    }

    /** Its message can be read back. */
    void leaveMemory() {
        bodySize = delivery.message().bodySize();
        delivery.message(null);
    }

    void comeBack(Message message) {
        delivery.message(message);
    }

    @Override
    public long position() {
        return delivery.position();
    }
}
