package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueReply.Cancelled;
import dev.leveret.queue.QueueReply.Counts;
import dev.leveret.queue.QueueReply.Deleted;
import dev.leveret.queue.QueueReply.Empty;
import dev.leveret.queue.QueueReply.Got;
import dev.leveret.queue.QueueReply.Purged;
import dev.leveret.queue.QueueReply.Refused;
import dev.leveret.queue.QueueReply.Subscribed;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.UnackedMessages;
import java.util.ArrayList;

/**
 * One queue, as a state machine.
 *
 * <p>Commands and the time go in, everything that the queue wants done comes out through {@link
 * QueueEffects}. It belongs to one loop and never blocks, reads a clock or touches a socket, so a test
 * can lead it through any history. Commands change its state and are answered at once; deliveries wait
 * for {@link #deliver}, so that a burst of commands costs one turn.
 *
 * <p>A deleted queue stays usable: it has nothing, refuses what asks it for something, and accepts and
 * forgets what is still on its way to it.
 */
public final class QueueActor {

    private final QueueSettings settings;
    private final QueueEffects effects;
    private final ReadyMessages ready = new ReadyMessages();
    private final UnackedMessages unacked = new UnackedMessages();
    private final Consumers consumers = new Consumers();
    private final Durability durability;
    private final DeliveryMark mark;
    private final DeliveryTurn turn;
    private final Gets gets;
    private final Paging paging;

    private long nextPosition;

    /** The loop has been told that there is something to deliver, and has not finished yet. */
    private boolean due;

    private boolean deleted;

    /**
     * An empty queue without consumers.
     *
     * @param store where persistent messages go if the queue is durable; otherwise {@link
     *     QueueStore#NONE}
     * @param pages where messages go that memory has no room for
     */
    public QueueActor(QueueSettings settings, QueueStore store, QueuePages pages, QueueEffects effects) {
        this.settings = settings;
        this.effects = effects;
        this.durability = new Durability(settings.durable(), store);
        this.mark = new DeliveryMark(effects);
        this.turn = new DeliveryTurn(ready, unacked, consumers, durability, mark, effects);
        this.gets = new Gets(ready, unacked, durability, mark, effects);
        this.paging = new Paging(ready, pages, mark);
    }

    /**
     * Takes up what the store knows of a queue that was there before the start. Before the first command only, and before
     * messages are taken back.
     *
     * @param deliveredUpTo messages up to this position may have been delivered before
     * @param first the lowest position of messages that are out of memory
     * @param last the highest one
     * @param count how many they are; 0 if none is
     */
    public void recover(long deliveredUpTo, long first, long last, int count) {
        mark.recovered(deliveredUpTo);
        if (count > 0) {
            ready.addPagedOut(first, last, count);
            nextPosition = last + 1;
        }
    }

    /**
     * Takes back a message that the store has kept over a restart. Before the first command only, in
     * the order of positions.
     *
     * @param stored the store's handle on it
     */
    public void recover(long position, Message message, StoredMessage stored) {
        advanceTo(position);
        ready.addLast(new Delivery(nextPosition++, message, stored, position <= mark.redeliveredUpTo()));
    }

    /**
     * Goes on counting at a position, so that those of messages which were stored once and are settled are not used again. Or
     * beyond all that counts as redelivered, if that is higher: what is new does not. Before the first command only, and after
     * messages are taken back.
     *
     * @throws IllegalArgumentException if a higher position is in use
     */
    public void resumeAt(long position) {
        advanceTo(position);
        nextPosition = Math.max(position, mark.redeliveredUpTo() + 1);
    }

    private void advanceTo(long position) {
        if (position < nextPosition) {
            throw new IllegalArgumentException("position " + position + " is below " + nextPosition);
        }
        nextPosition = position;
    }

    /**
     * Stores through another port from now on: the queue has moved to another loop, whose store it is.
     * Handles on messages stored before stay valid.
     */
    public void moveTo(QueueStore store) {
        durability.moveTo(store);
    }

    /** Applies one command, and answers it if it carries a {@link ReplyTo}. Delivers nothing yet. */
    public void handle(QueueCommand command, long nowMillis) {
        switch (command) {
            case QueueCommand.Enqueue enqueue -> enqueue(enqueue.message(), enqueue.unit(), nowMillis);
            case QueueCommand.Settle settle -> settle(settle);
            case QueueCommand.CreditReturned credit -> creditReturned(credit.consumer(), credit.bytes());
            case QueueCommand.Unblocked unblocked -> consumers.unblocked(unblocked.consumer());
            case QueueCommand.Subscribe subscribe -> effects.reply(subscribe.replyTo(), subscribe(subscribe));
            case QueueCommand.Cancel cancel -> cancel(cancel);
            case QueueCommand.Get get -> get(get);
            case QueueCommand.Purge purge -> effects.reply(purge.replyTo(), purge());
            case QueueCommand.Delete delete -> effects.reply(delete.replyTo(), delete(delete));
            case QueueCommand.Inspect inspect -> effects.reply(inspect.replyTo(), inspect());
            case QueueCommand.Tick tick -> {} // no rule of this queue depends on the time alone
            case QueueCommand.Reserved reserved -> mark.reserved(reserved.position());
            case QueueCommand.PageOut pageOut -> paging.pageOut(pageOut.keepBytes());
            case QueueCommand.Loaded loaded -> loaded(loaded);
            case QueueCommand.LoadFailed failed -> {
                paging.failed();
                refuseUnreadable();
            }
            case QueueCommand.Brake brake -> consumers.brake(brake.on());
            case QueueCommand.Stop stop -> stop();
        }
        announceDelivery();
    }

    /** The command Enqueue without its record, for callers on the queue's loop. */
    public void enqueue(Message message, DurableUnit unit, long nowMillis) {
        if (deleted) {
            durability.skip(unit);
            return;
        }
        StoredMessage stored = durability.keep(nextPosition, message, unit);
        ready.addLast(new Delivery(nextPosition++, message, stored, false));
        announceDelivery();
    }

    /** The command Settle for one delivery without its record, for callers on the queue's loop. */
    public void settle(Delivery delivery, Outcome outcome, DurableUnit unit, long nowMillis) {
        settleOne(delivery, outcome, unit);
        announceDelivery();
    }

    private void settleOne(Delivery delivery, Outcome outcome, DurableUnit unit) {
        if (deleted || !unacked.take(delivery)) {
            durability.skip(unit);
            return;
        }
        if (delivery.holder() != null) {
            consumers.settled(delivery.holder(), delivery.message().size());
        }
        switch (outcome) {
            case ACK, DISCARD -> durability.forget(delivery, unit);
            case REQUEUE -> {
                ready.putBack(delivery);
                durability.skip(unit);
            }
        }
    }

    /** The command CreditReturned without its record, for callers on the queue's loop. */
    public void creditReturned(Consumer consumer, long bytes) {
        consumers.creditReturned(consumer, bytes);
        announceDelivery();
    }

    /**
     * Runs one bounded turn of deliveries.
     *
     * @return true if another turn is needed; if not, {@link QueueEffects#deliveryDue} tells when one is
     */
    public boolean deliver(long nowMillis) {
        turn.run();
        prepareNext();
        due = turn.isDue();
        return due;
    }

    /** What the unacked messages take, in bytes as of {@link Message#size()}. */
    public long unackedBytes() {
        return unacked.bytes();
    }

    /** What the ready messages in memory take, in bytes as of {@link Message#size()}. */
    public long bytesInMemory() {
        return ready.bytes();
    }

    /** How many messages wait to be delivered. */
    public int readyCount() {
        return ready.count();
    }

    /** How many messages are delivered and not settled. */
    public int unackedCount() {
        return unacked.count();
    }

    /** How many consumers there are. */
    public int consumerCount() {
        return consumers.count();
    }

    /** What it was declared with. */
    public QueueSettings settings() {
        return settings;
    }

    private void settle(QueueCommand.Settle settle) {
        // Order: all are back before the first is given to somebody, or it might not be the first.
        for (Delivery delivery : settle.deliveries()) {
            settleOne(delivery, settle.outcome(), settle.unit());
        }
    }

    private QueueReply subscribe(QueueCommand.Subscribe subscribe) {
        if (deleted) {
            return refusedAsGone();
        }
        if (!consumers.accepts(subscribe.consumer())) {
            return refused(AmqpException.accessRefused("%s in exclusive use", settings.describe()));
        }
        consumers.add(subscribe.consumer());
        return new Subscribed(subscribe.consumer());
    }

    private void cancel(QueueCommand.Cancel cancel) {
        boolean removed = consumers.remove(cancel.consumer());
        if (cancel.replyTo() != null) {
            effects.reply(cancel.replyTo(), new Cancelled(cancel.consumer()));
        }
        if (removed && settings.autoDelete() && consumers.count() == 0) {
            effects.unused();
        }
    }

    private void get(QueueCommand.Get get) {
        if (deleted) {
            effects.reply(get.replyTo(), refusedAsGone());
        } else {
            gets.add(get);
            refuseUnreadable();
        }
    }

    private void refuseUnreadable() {
        if (paging.isBroken()) {
            gets.refuse(refused(AmqpException.internalError("messages of %s cannot be read", settings.describe())));
        }
    }

    private QueueReply purge() {
        if (deleted) {
            return refusedAsGone();
        }
        int count = ready.count();
        durability.forgetPages(ready.pagedOut());
        paging.forget();
        var forgotten = new ArrayList<StoredMessage>();
        while (!ready.isEmpty()) {
            StoredMessage stored = ready.takeFirst().stored();
            if (stored != null) {
                forgotten.add(stored);
            }
        }
        durability.forgetAll(forgotten);
        return new Purged(count);
    }

    private QueueReply delete(QueueCommand.Delete delete) {
        if (delete.ifEmpty() && !ready.isEmpty()) {
            return refused(AmqpException.preconditionFailed("%s not empty", settings.describe()));
        }
        if (delete.ifUnused() && consumers.count() > 0) {
            return refused(AmqpException.preconditionFailed("%s in use", settings.describe()));
        }
        int count = ready.count();
        if (!deleted) {
            deleted = true;
            paging.forget();
            ready.clear();
            unacked.clear();
            durability.forgetQueue();
            gets.refuse(refusedAsGone());
            consumers.removeAll().forEach(effects::consumerCancelled);
        }
        return new Deleted(count);
    }

    private QueueReply inspect() {
        return deleted ? refusedAsGone() : new Counts(ready.count(), consumers.count());
    }

    private void loaded(QueueCommand.Loaded loaded) {
        try {
            paging.loaded(loaded.messages(), loaded.upTo());
        } finally {
            announceDelivery(); // even if some could not be read: the others must not wait for the next command
        }
    }

    private void stop() {
        if (!deleted) {
            durability.stop(mark.highest());
        }
    }

    private void announceDelivery() {
        gets.answer();
        prepareNext();
        if (!due && turn.isDue()) {
            due = true;
            effects.deliveryDue();
        }
    }

    /** If messages are wanted, has them come into memory, and the mark be ahead of them. */
    private void prepareNext() {
        if (consumers.anyInTurn() || gets.areWaiting()) {
            paging.wanted();
            if (ready.hasNext()) {
                mark.keepAheadOf(ready.next());
            }
        }
    }

    private QueueReply refusedAsGone() {
        return refused(AmqpException.notFound("no %s", settings.describe()));
    }

    private static QueueReply refused(AmqpException reason) {
        return new Refused(reason.error());
    }
}
