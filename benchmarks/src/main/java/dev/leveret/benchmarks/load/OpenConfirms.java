package dev.leveret.benchmarks.load;

import java.util.BitSet;

/**
 * The messages of one channel that are on their way to be confirmed: a window of numbers, from the lowest one that is
 * still open to the highest one published. Used by the publishing thread and the connection's.
 */
public final class OpenConfirms {

    private final int window;
    private final BitSet settled = new BitSet(); // by number modulo the window
    private long lowest = 1;
    private long next = 1;
    private boolean abandoned;
    private final BitSet refused = new BitSet(); // by number

    public OpenConfirms(int window) {
        this.window = window;
    }

    /**
     * Waits until there is room in the window, and takes the next number.
     *
     * @return the number, or -1 if there was no room for so long, or there never will be
     */
    public synchronized long take(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        while (next - lowest >= window) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || abandoned) {
                return -1;
            }
            wait(left);
        }
        return next++;
    }

    /** Confirmed, or refused: one, or all up to it. */
    public synchronized void settle(long number, boolean multiple, boolean ack) {
        for (long one = multiple ? lowest : number; one <= number; one++) {
            int slot = (int) (one % window);
            if (one >= lowest && !settled.get(slot)) {
                settled.set(slot);
                refused.set((int) one, !ack);
            }
        }
        long before = lowest;
        while (lowest < next && settled.get((int) (lowest % window))) {
            settled.clear((int) (lowest % window));
            lowest++;
        }
        if (lowest != before) {
            notifyAll();
        }
    }

    /** The connection is lost: nothing more will be settled, and nobody needs to wait for it. */
    public synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Waits until nothing is open; false if that took too long without any progress. */
    public synchronized boolean awaitAll(long stallMillis) throws InterruptedException {
        while (lowest < next) {
            long before = lowest;
            long deadline = System.nanoTime() + stallMillis * 1_000_000;
            while (lowest == before && !abandoned && System.nanoTime() < deadline) {
                wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
            if (lowest == before) {
                return false;
            }
        }
        return true;
    }

    /** The numbers that were taken and not confirmed: refused, or still open. */
    public synchronized BitSet unconfirmed() {
        BitSet numbers = (BitSet) refused.clone();
        for (long one = lowest; one < next; one++) {
            if (!settled.get((int) (one % window))) {
                numbers.set((int) one);
            }
        }
        return numbers;
    }

    /** How many were refused. */
    public synchronized int nacked() {
        return refused.cardinality();
    }

    /** How many numbers were taken. */
    public synchronized long taken() {
        return next - 1;
    }
}
