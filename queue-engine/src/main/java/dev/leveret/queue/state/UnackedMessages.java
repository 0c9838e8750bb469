package dev.leveret.queue.state;

import dev.leveret.queue.state.Delivery.State;

/**
 * The messages that somebody has received and not settled. They are not listed here: whoever holds one
 * hands it back, and its state tells whether that counts.
 */
public final class UnackedMessages {

    private int count;

    /** How many there are. */
    public int count() {
        return count;
    }

    /**
     * Adds a message that was just taken from the ready ones.
     *
     * @param holder who received it; null after {@code basic.get}
     */
    public void add(Delivery delivery, Consumer holder) {
        delivery.state = State.UNACKED;
        delivery.holder = holder;
        count++;
    }

    /**
     * Takes a message out to settle it. It is gone unless the taker decides otherwise.
     *
     * @return false if it is not unacked, so that there is nothing to settle
     */
    public boolean take(Delivery delivery) {
        if (delivery.state != State.UNACKED) {
            return false;
        }
        delivery.state = State.GONE;
        count--;
        return true;
    }

    /** Forgets them all. Those who hold them notice when they settle them. */
    public void clear() {
        count = 0;
    }
}
