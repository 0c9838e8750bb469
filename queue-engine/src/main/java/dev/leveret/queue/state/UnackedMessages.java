package dev.leveret.queue.state;

/**
 * The messages that somebody has received and not settled. They are not listed here: whoever holds one
 * hands it back, and it tells itself whether that counts.
 */
public final class UnackedMessages {

    private int count;
    private long bytes;
    private boolean ended;

    /** How many there are. */
    public int count() {
        return count;
    }

    /** What they take, in bytes. */
    public long bytes() {
        return bytes;
    }

    /**
     * Adds a message that was just taken from the ready ones.
     *
     * @param holder who received it; null after {@code basic.get}
     */
    public void add(Delivery delivery, Consumer holder) {
        delivery.unacked = true;
        delivery.holder = holder;
        count++;
        bytes += delivery.message().size();
    }

    /**
     * Takes a message out to settle it.
     *
     * @return false if it is not unacked, so that there is nothing to settle
     */
    public boolean take(Delivery delivery) {
        if (!delivery.unacked) {
            return false;
        }
        delivery.unacked = false;
        if (!ended) {
            count--;
            bytes -= delivery.message().size();
        }
        return true;
    }

    /** The queue is deleted: none of them counts any more. Those who hold them may still settle them. */
    public void end() {
        ended = true;
        count = 0;
        bytes = 0;
    }
}
