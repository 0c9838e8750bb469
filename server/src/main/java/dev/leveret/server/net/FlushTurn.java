package dev.leveret.server.net;

/** The loop of a connection, as its outbox sees it: who flushes outboxes once, at the end of its turn. */
@FunctionalInterface
public interface FlushTurn {

    /**
     * Has {@link Outbox#turnEnds()} called as the last thing of this turn of the loop.
     *
     * <p>Called on the loop's own thread, at most once until that call has begun; the call may mark its outbox again.
     */
    void flushLater(Outbox outbox);
}
