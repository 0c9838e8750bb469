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
     * <p>The owner gets the permit back when it hands in the settlement. A refused consumer rests
     * until the queue is told {@code Unblocked}. That is an invitation to ask again, not a
     * reservation: the consumer's queue may have nothing for it then, so whoever wakes one waiter
     * only must be ready to wake the next.
     */
    boolean tryTake(Consumer consumer);
}
