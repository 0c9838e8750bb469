package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.TimeToLive;
import java.util.ArrayList;

/**
 * The messages of one priority: those that are ready, how far they were delivered, and where they are kept. Positions count for
 * each level by itself. A queue without priorities has one level.
 */
final class Level {

    final int priority;
    final ReadyMessages ready;
    final Durability durability;
    final DeliveryMark mark;
    final Paging paging;
    private final Deduplication deduplication;
    private long nextPosition;

    /** @param deduplication null if the queue does not deduplicate */
    Level(
            int priority,
            QueueSettings settings,
            ReadyMessages none,
            QueueStore store,
            QueuePages pages,
            QueueEffects effects,
            Deduplication deduplication) {
        this.deduplication = deduplication;
        this.priority = priority;
        this.ready = none;
        this.durability = new Durability(settings, store, deduplication);
        this.mark = new DeliveryMark(priority, effects);
        this.paging = new Paging(priority, ready, pages, this::returnsOf);
    }

    /** Keeps a message, if it is to be kept, and puts it at the end. */
    Delivery add(Message message, DurableUnit unit) {
        StoredMessage stored = durability.keep(nextPosition, message, unit);
        Delivery added = new Delivery(nextPosition++, message, stored, priority, 0);
        ready.addLast(added);
        return added;
    }

    /** The same for a message whose key is new. */
    Delivery add(Message message, KnownKey key, DurableUnit unit) {
        StoredMessage stored = durability.keep(nextPosition, message, key, unit);
        key.position(priority, nextPosition);
        Delivery added = new Delivery(nextPosition++, message, stored, priority, 0);
        ready.addLast(added);
        return added;
    }

    /** Whether the first message may be delivered now. */
    boolean hasNext() {
        return ready.hasNext() && mark.admits(ready.next());
    }

    /** Whether the first message that anybody may take may be delivered now. */
    boolean hasFree() {
        return ready.hasFree() && mark.admits(ready.nextFree());
    }

    /** Takes the first message that anybody may take, for somebody who is no consumer and holds it or not. */
    Delivery takeFree(boolean held) {
        Delivery free = ready.takeFree(held);
        mark.delivered(free);
        return free;
    }

    /** Takes the first message for somebody. */
    Delivery takeFirst() {
        Delivery first = ready.takeFirst();
        mark.delivered(first);
        return first;
    }

    /**
     * Messages are wanted: has them come into memory, and the mark be ahead of them.
     *
     * @return whether the first one may be delivered now
     */
    boolean prepareNext() {
        paging.wanted();
        if (!ready.hasNext()) {
            return false;
        }
        Delivery next = ready.next();
        keepMarkAheadOf(next);
        return mark.admits(next);
    }

    /** This one is wanted, or was just taken. */
    void keepMarkAheadOf(Delivery delivery) {
        mark.keepAheadOf(delivery, nextPosition);
    }

    /** Whether the mark has to move for a message that is to be added and that somebody waits for. */
    boolean isNearMark(Message message) {
        return mark.isNear(nextPosition) && durability.keeps(message);
    }

    /** The message that is to be added now is one that somebody waits for. */
    void keepMarkAheadOfNext() {
        mark.keepAheadOfNext(nextPosition, ready.count());
    }

    /** Forgets what is ready, in the store too. */
    void purge() {
        durability.forgetPages(ready.pagedOut());
        if (deduplication != null) {
            deduplication.left(priority, ready::isOutOfMemory);
        }
        paging.forget();
        var forgotten = new ArrayList<StoredMessage>();
        while (!ready.isEmpty()) {
            Delivery delivery = ready.takeFirst();
            durability.forgetReturns(delivery.position());
            if (delivery.message() != null) {
                durability.left(delivery);
            }
            if (delivery.stored() != null) {
                forgotten.add(delivery.stored());
            }
        }
        durability.forgetAll(forgotten);
    }

    /** Forgets everything: the queue is deleted. */
    void end() {
        paging.forget();
        ready.clear();
        durability.forgetQueue();
    }

    /** Takes up what the store knows after a start. */
    void recover(long deliveredUpTo, RecoveredRange pages, TimeToLive timeToLive) {
        mark.recovered(deliveredUpTo);
        if (pages.count() > 0) {
            long deadline = timeToLive.earliest(pages.arrivalMillis(), pages.expiryMillis());
            ready.addPagedOut(pages, deadline);
            nextPosition = pages.last() + 1;
        }
    }

    /** Takes up a message that is in memory, after a start. */
    void recover(long position, Message message, StoredMessage stored) {
        advanceTo(position);
        if (deduplication != null) {
            deduplication.recover(priority, position, message);
        }
        ready.addLast(new Delivery(nextPosition++, message, stored, priority, returnsOf(position)));
    }

    /** Goes on counting at a position, or beyond all that counts as redelivered. */
    void resumeAt(long position) {
        advanceTo(position);
        nextPosition = Math.max(position, mark.redeliveredUpTo() + 1);
    }

    private int returnsOf(long position) {
        return durability.returnsOf(position, mark.redeliveredUpTo());
    }

    private void advanceTo(long position) {
        if (position < nextPosition) {
            throw new IllegalArgumentException("position " + position + " is below " + nextPosition);
        }
        nextPosition = position;
    }
}
