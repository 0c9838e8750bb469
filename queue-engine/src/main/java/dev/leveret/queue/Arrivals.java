package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.TimeToLive;

/** How messages come into the queue, and what may be in their way. */
final class Arrivals {

    private final Levels levels;
    private final TimeToLive timeToLive;
    private final Expiry expiry;
    private final Timing timing;
    private final Dispatch dispatch;
    private final LengthLimit limit;
    private final DeadLetters deadLetters;

    /** Null if the queue takes messages whatever their keys. */
    private final Deduplication deduplication;

    /** @param deduplication null if the queue does not deduplicate */
    Arrivals(
            Levels levels,
            TimeToLive timeToLive,
            Expiry expiry,
            Timing timing,
            Dispatch dispatch,
            LengthLimit limit,
            DeadLetters deadLetters,
            Deduplication deduplication) {
        this.levels = levels;
        this.timeToLive = timeToLive;
        this.expiry = expiry;
        this.timing = timing;
        this.dispatch = dispatch;
        this.limit = limit;
        this.deadLetters = deadLetters;
        this.deduplication = deduplication;
    }

    /** Takes a message, or takes it for one that is known; the queue has not ended. */
    void take(Message message, DurableUnit unit, long nowMillis) {
        if (deduplication == null) {
            Level level = levelFor(message);
            put(level, level.add(message, unit), nowMillis);
        } else if (!isRepeated(message, unit)) {
            Level level = levelFor(message);
            KnownKey key = deduplication.take(message);
            put(level, key == null ? level.add(message, unit) : level.add(message, key, unit), nowMillis);
        }
    }

    /** Order: the store is asked for a mark before it is given the message, so that who waits for that gets it at once. */
    private Level levelFor(Message message) {
        Level level = levels.of(message);
        if (level.isNearMark(message) && dispatch.isAwaited()) {
            level.keepMarkAheadOfNext();
        }
        return level;
    }

    /** Whether its key is known: then it counts as taken, and there is nothing more to do with it. */
    private boolean isRepeated(Message message, DurableUnit unit) {
        KnownKey known = deduplication == null ? null : deduplication.find(message);
        if (known == null) {
            return false;
        }
        levels.first().durability.skipAfter(known.original(), unit);
        return true;
    }

    private void put(Level level, Delivery added, long nowMillis) {
        Message message = added.message();
        levels.filled(level);
        if (timeToLive.limits(message)) {
            expireArrived(added, level, nowMillis);
        }
        enforceLimit(nowMillis);
    }

    /** One whose time is over when it arrives, as it is with a time to live of 0, is for those who can take it at once. */
    private void expireArrived(Delivery added, Level level, long nowMillis) {
        timing.beginExpiry();
        long deadline = timeToLive.deadline(added.message());
        if (deadline <= nowMillis) {
            Delivery before = expiry.offer(added);
            dispatch.deliverAll(nowMillis);
            limit.enforce(nowMillis); // Order: as in RabbitMQ, the length is looked at before the time.
            expiry.offer(before);
            timing.expire(nowMillis);
        } else if (level == levels.first() && level.ready.count() == 1) {
            timing.wakeUpAt(deadline);
        }
    }

    /** Has leave what is too much. What somebody can take at once does not count. */
    void enforceLimit(long nowMillis) {
        if (limit.isExceeded()) {
            dispatch.deliverAll(nowMillis);
            limit.enforce(nowMillis);
            timing.wakeUpInTime(); // for the message that is the first one now
        }
    }

    /**
     * Takes a message unless the queue is full and refuses what it has no room for.
     *
     * @return whether it was taken
     */
    boolean offer(Message message, DurableUnit unit, long nowMillis) {
        if (isRepeated(message, unit)) {
            return true;
        }
        if (!hasRoomFor(message, nowMillis)) {
            levels.first().durability.skip(unit);
            if (limit.overflow() == Overflow.REJECT_PUBLISH_DLX) {
                deadLetters.refused(message, nowMillis);
            }
            return false;
        }
        take(message, unit, nowMillis);
        return true;
    }

    /** Whether there is room for a message, once what somebody can take at once is given away and what is expired has left. */
    private boolean hasRoomFor(Message message, long nowMillis) {
        if (limit.refuses(message.bodySize())) {
            dispatch.deliverAll(nowMillis);
            timing.expire(nowMillis); // what is the first one now may be over
        }
        return !limit.refuses(message.bodySize());
    }

    /** Keeps room for a message that is on its way from another queue, if there is any. */
    boolean promise(Message message, long nowMillis) {
        boolean isRepeated = deduplication != null && deduplication.find(message) != null; // then it takes no room
        if (!isRepeated && !hasRoomFor(message, nowMillis)) {
            return false;
        }
        limit.promise(message.bodySize());
        return true;
    }

    /** Takes a message for which room was kept. */
    void takePromised(Message message, DurableUnit unit, long nowMillis) {
        limit.redeem(message.bodySize());
        take(message, unit, nowMillis);
    }

    /** A message for which room was kept does not come. */
    void giveUp(Message message) {
        limit.redeem(message.bodySize());
    }
}
