package dev.leveret.queue;

import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.TimeToLive;

/**
 * Has messages leave the queue when their time is over. That happens at the head only, as in RabbitMQ: an expired message behind
 * one that is not waits, and counts, until it is its turn.
 */
final class Expiry {

    /** Bounds what is dropped in one go, so that a queue of which everything expires at once does not hold up its loop. */
    private static final int DROPPED_MAX = 4_096;

    private final Levels levels;
    private final TimeToLive timeToLive;
    private final DeadLetters deadLetters;

    /** There has been a message that expires. A queue that has never had one looks at no message for it. */
    private boolean needed;

    private Delivery offered;

    Expiry(Levels levels, TimeToLive timeToLive, DeadLetters deadLetters) {
        this.levels = levels;
        this.deadLetters = deadLetters;
        this.timeToLive = timeToLive;
    }

    /**
     * A message has just arrived, and is for those who can take it at once, whatever its time.
     *
     * @param delivery null: it has been offered to all of them
     * @return who had arrived before and is still being offered, or null
     */
    Delivery offer(Delivery delivery) {
        Delivery before = offered;
        offered = delivery;
        return before;
    }

    /** There may be messages that expire from now on. */
    void begin() {
        needed = true;
    }

    /** Whether there has been a message that expires. */
    boolean isNeeded() {
        return needed;
    }

    /** Whether a message's time is over. */
    boolean isOver(Delivery delivery, long nowMillis) {
        return delivery != offered && timeToLive.deadline(delivery.message()) <= nowMillis;
    }

    /** The first message of a level leaves, since its time is over. */
    void dropFirst(Level level, long nowMillis) {
        deadLetters.leave(levels.takeFirst(level), DeathReason.EXPIRED, null, nowMillis);
    }

    /** The first message of a level that anybody may take leaves: its time is over, though the first of all may not be. */
    void dropFree(Level level, long nowMillis) {
        Delivery dropped = level.ready.takeFree(false);
        levels.taken(level);
        deadLetters.leave(dropped, DeathReason.EXPIRED, null, nowMillis);
    }

    /** Drops what is expired at the head, or a good part of it; has the next ones come into memory that may be. */
    void drop(long nowMillis) {
        drop(nowMillis, DROPPED_MAX);
    }

    /** Drops all that is expired at the head, as far as it is in memory. */
    void dropAll(long nowMillis) {
        drop(nowMillis, Integer.MAX_VALUE);
    }

    private void drop(long nowMillis, int max) {
        for (int dropped = 0; needed && dropped < max && !deadLetters.areStuck(); dropped++) {
            Level level = levels.first();
            ReadyMessages ready = level.ready;
            if (!ready.hasNext()) {
                if (ready.deadline() <= nowMillis) {
                    level.paging.wanted();
                }
                return;
            }
            if (!isOver(ready.next(), nowMillis)) {
                return;
            }
            dropFirst(level, nowMillis);
        }
    }

    /** When there will be something to drop, in milliseconds since 1970; {@link TimeToLive#NEVER} if there is nothing, or nobody can know yet. */
    long nextMillis() {
        Level level = levels.first();
        boolean isUnknown = !level.ready.hasNext() && !level.paging.canLoad();
        return isUnknown || deadLetters.areStuck() ? TimeToLive.NEVER : level.ready.deadline();
    }
}
