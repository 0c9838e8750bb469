package dev.leveret.queue.state;

import dev.leveret.queue.index.Placed;

/** A ready message of a queue with groups, in its place between others of its group. */
public final class Waiting implements Placed {

    final Delivery delivery;

    /** Null if the message has none. */
    final MessageGroup group;

    /** Its neighbours in the group; those that have come back have none. */
    Waiting before;

    Waiting after;

    Waiting(Delivery delivery, MessageGroup group) {
        this.delivery = delivery;
        this.group = group;
    }

    /** The message. */
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public long position() {
        return delivery.position();
    }
}
