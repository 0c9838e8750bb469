package dev.leveret.server.net;

/** The loop of a connection, as its outbox sees it: who flushes outboxes once, at the end of its turn. */
@FunctionalInterface
public interface FlushTurn {

    /**
     * Has {@link Outbox#flush()} called at the end of this turn of the loop.
     *
     * <p>Called on the loop's own thread, at most once until that flush has begun; a flush may mark its outbox again.
     */
    void flushLater(Outbox outbox);
}
