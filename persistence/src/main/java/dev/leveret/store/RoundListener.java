package dev.leveret.store;

import dev.leveret.queue.port.DurableUnit;

/** Hears of the end of each round that had units. */
@FunctionalInterface
public interface RoundListener {

    /**
     * A round is over. Called by the store's writer thread, which waits: spread the units over their loops and return.
     *
     * @param units the array is used again after the call
     * @param count how many of them are in the array
     * @param durable false if they failed, all of them
     */
    void roundDone(DurableUnit[] units, int count, boolean durable);
}
