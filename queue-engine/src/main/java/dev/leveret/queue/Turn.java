package dev.leveret.queue;

/** Brings ready messages and willing consumers together, a bounded number at a time. */
sealed interface Turn permits DeliveryTurn, GroupTurn {

    /** Bounds one turn, so that a deep queue cannot starve its neighbours on the loop. */
    int DELIVERIES_PER_TURN_MAX = 256;

    /** Whether somebody could take a message if there was one. */
    boolean isAwaited();

    /** Whether a message could be delivered now. */
    boolean isDue();

    /**
     * If messages are wanted, has them come into memory, and the mark be ahead of them.
     *
     * @param isAsked somebody waits for one with {@code basic.get}
     * @return whether one may be delivered to a consumer now
     */
    boolean prepareNext(boolean isAsked);

    /** Delivers what is not over at this time, and drops what is. */
    void run(long nowMillis);
}
