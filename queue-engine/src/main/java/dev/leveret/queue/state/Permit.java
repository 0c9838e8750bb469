package dev.leveret.queue.state;

/**
 * A prefetch limit that several consumers share ({@code basic.qos} with {@code global}), perhaps on
 * several queues and loops.
 */
public interface Permit {

    /**
     * Takes one permit for a delivery to this consumer. Thread-safe, never blocks and never calls the
     * queue back.
     *
     * <p>It is handed back by whoever owns the limit, when the delivery is settled. A refused consumer
     * rests until its queue is told {@code Unblocked}. That is an invitation to ask again and no
     * reservation: the queue may have nothing for it any more. So when a permit is free all that were
     * refused are to be invited, or the one that has a message may sleep on behind one that has none.
     */
    boolean tryTake(Consumer consumer);
}
