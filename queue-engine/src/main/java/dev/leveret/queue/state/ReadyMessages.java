package dev.leveret.queue.state;

/**
 * The messages that wait to be delivered, in the order of their positions.
 *
 * <p>Messages leave a queue at its head only, so those that have come back all belong before those
 * that have never left: two structures, and the first goes first.
 */
public final class ReadyMessages {

    private final DeliveryHeap returned = new DeliveryHeap();
    private final DeliveryRing fresh = new DeliveryRing();

    /** How many wait. */
    public int count() {
        return returned.count() + fresh.count();
    }

    /** Whether none waits. */
    public boolean isEmpty() {
        return fresh.count() == 0 && returned.count() == 0;
    }

    /** Adds a message whose position is higher than all before it. */
    public void addLast(Delivery delivery) {
        fresh.addLast(delivery);
    }

    /** Puts a message that was taken back into its original place, as redelivered (AMQP 0-9-1 §1.8.3.5). */
    public void putBack(Delivery delivery) {
        delivery.redelivered = true;
        delivery.holder = null;
        returned.add(delivery);
    }

    /** Takes the first one; there must be one. */
    public Delivery takeFirst() {
        return returned.count() == 0 ? fresh.removeFirst() : returned.removeFirst();
    }

    /** Forgets them all, and the memory that they took. */
    public void clear() {
        returned.clear();
        fresh.clear();
    }
}
