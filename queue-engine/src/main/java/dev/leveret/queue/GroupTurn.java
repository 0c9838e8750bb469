package dev.leveret.queue;

import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.GroupedMessages;
import dev.leveret.queue.state.Waiting;

/**
 * Delivers in a queue with message groups: to whoever is next the first message that is free or of a group of its own. If none is
 * free, only those are asked who have something of their own. A queue with groups has one level.
 */
final class GroupTurn implements Turn {

    private final Level level;
    private final GroupedMessages messages;
    private final Expiry expiry;
    private final DeadLetters deadLetters;
    private final Consumers consumers;
    private final Handover handover;

    GroupTurn(
            Level level,
            GroupedMessages messages,
            Expiry expiry,
            DeadLetters deadLetters,
            Consumers consumers,
            Handover handover) {
        this.level = level;
        this.messages = messages;
        this.expiry = expiry;
        this.deadLetters = deadLetters;
        this.consumers = consumers;
        this.handover = handover;
    }

    /** Who is next of those that can take something that has its place among the first; null if there is nobody. */
    private Consumer next() {
        return messages.anyFree() ? consumers.inTurn() : messages.willingOwner();
    }

    @Override
    public boolean isAwaited() {
        return consumers.anyInTurn();
    }

    @Override
    public boolean isDue() {
        Consumer next = next();
        return next != null && !deadLetters.areStuck() && mayGo(messages.nextFor(next));
    }

    private boolean mayGo(Waiting next) {
        return next.isInMemory() && level.mark.admits(next.delivery());
    }

    @Override
    public boolean prepareNext(boolean isAsked) {
        if (isAsked || consumers.anyInTurn()) {
            load(isAsked);
        }
        if (isAsked && messages.hasFree()) {
            level.keepMarkAheadOf(messages.nextFree());
        }
        Consumer next = next();
        if (next == null) {
            return false;
        }
        Waiting waiting = messages.nextFor(next);
        level.keepMarkAheadOf(waiting.delivery());
        return mayGo(waiting) && !deadLetters.areStuck();
    }

    /** Who finds nothing among the messages in memory may find something among the others. */
    private void load(boolean isAsked) {
        if (!messages.anyFree() && (isAsked || consumers.inTurnCount() > messages.willingOwnerCount())) {
            level.paging.missed();
        } else {
            level.paging.wanted();
        }
    }

    @Override
    public void run(long nowMillis) {
        for (int count = 0; count < DELIVERIES_PER_TURN_MAX && !deadLetters.areStuck(); count++) {
            Consumer consumer = next();
            if (consumer == null) {
                return;
            }
            Waiting next = messages.nextFor(consumer);
            if (!mayGo(next)) {
                return;
            }
            if (!dropsOneThatIsOver(next, nowMillis) && consumers.obtainPermit(consumer)) {
                deliver(next, consumer);
            }
        }
    }

    /** What is over is never delivered, though it may be behind the first message of the queue, which somebody keeps waiting. */
    private boolean dropsOneThatIsOver(Waiting next, long nowMillis) {
        if (!expiry.isNeeded()) {
            return false;
        }
        if (messages.hasNext() && expiry.isOver(messages.next(), nowMillis)) {
            expiry.dropFirst(level, nowMillis);
            return true;
        }
        if (expiry.isOver(next.delivery(), nowMillis)) {
            messages.drop(next);
            deadLetters.leave(next.delivery(), DeathReason.EXPIRED, null, nowMillis);
            return true;
        }
        return false;
    }

    private void deliver(Waiting next, Consumer consumer) {
        consumers.chosen(consumer);
        messages.takeFor(consumer, next);
        level.mark.delivered(next.delivery());
        handover.hand(next.delivery(), level, consumer);
    }
}
