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
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.TimeToLive;
import dev.leveret.queue.state.UnackedMessages;

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
    private final TimeToLive timeToLive;
    private final Levels levels;
    private final UnackedMessages unacked = new UnackedMessages();
    private final Consumers consumers = new Consumers();
    private final Expiry expiry;
    private final DeliveryTurn turn;
    private final Gets gets;
    private final Idleness idleness;
    private final WakeUp wakeUp;

    /** It depends on the time, as it has a limit of its own or has had messages that expire. */
    private boolean isTimed;

    /** The loop has been told that there is something to deliver, and has not finished yet. */
    private boolean due;

    private boolean deleted;

    /**
     * An empty queue without consumers. It wants a first {@code Tick} when it begins.
     *
     * @param keeping where its messages go
     */
    public QueueActor(QueueSettings settings, QueueKeeping keeping, QueueEffects effects) {
        this.settings = settings;
        this.effects = effects;
        this.timeToLive = new TimeToLive(settings.messageTtlMillis());
        this.levels = new Levels(settings, timeToLive, keeping, effects);
        this.expiry = new Expiry(levels, timeToLive);
        this.turn = new DeliveryTurn(levels, expiry, unacked, consumers, effects);
        this.gets = new Gets(levels, expiry, unacked, effects);
        this.idleness = new Idleness(settings.expiresMillis());
        this.wakeUp = new WakeUp(effects);
        this.isTimed = idleness.isLimited();
    }

    /**
     * Takes up what the store knows of the messages of one priority in a queue that was there before the start. Before the
     * first command only, and before messages of this priority are taken back.
     *
     * @param deliveredUpTo messages up to this position may have been delivered before
     * @param pages those that are out of memory
     */
    public void recover(int priority, long deliveredUpTo, RecoveredRange pages) {
        Level level = levels.at(priority);
        level.recover(deliveredUpTo, pages, timeToLive);
        if (pages.count() > 0) {
            levels.filled(level);
            beginExpiry(); // nobody knows yet what they are
        }
    }

    /**
     * Takes back a message that the store has kept over a restart. Before the first command only, in
     * the order of positions.
     *
     * @param stored the store's handle on it
     */
    public void recover(int priority, long position, Message message, StoredMessage stored) {
        Level level = levels.at(priority);
        level.recover(position, message, stored);
        levels.filled(level);
        if (timeToLive.limits(message)) {
            beginExpiry();
        }
    }

    /**
     * Goes on counting at a position, so that those of messages which were stored once and are settled are not used again. Or
     * beyond all that counts as redelivered, if that is higher: what is new does not. Before the first command only, and after
     * messages of this priority are taken back.
     *
     * @throws IllegalArgumentException if a higher position is in use
     */
    public void resumeAt(int priority, long position) {
        levels.at(priority).resumeAt(position);
    }

    /** Applies one command, and answers it if it carries a {@link ReplyTo}. Delivers nothing yet. */
    public void handle(QueueCommand command, long nowMillis) {
        switch (command) {
            case QueueCommand.Enqueue enqueue -> enqueue(enqueue.message(), enqueue.unit(), nowMillis);
            case QueueCommand.Settle settle -> settle(settle);
            case QueueCommand.CreditReturned credit -> consumers.creditReturned(credit.consumer(), credit.bytes());
            case QueueCommand.Unblocked unblocked -> consumers.unblocked(unblocked.consumer());
            case QueueCommand.Subscribe subscribe -> effects.reply(subscribe.replyTo(), subscribe(subscribe));
            case QueueCommand.Cancel cancel -> cancel(cancel, nowMillis);
            case QueueCommand.Get get -> get(get, nowMillis);
            case QueueCommand.Purge purge -> effects.reply(purge.replyTo(), purge(nowMillis));
            case QueueCommand.Delete delete -> effects.reply(delete.replyTo(), delete(delete, nowMillis));
            case QueueCommand.Inspect inspect -> effects.reply(inspect.replyTo(), inspect(nowMillis));
            case QueueCommand.Tick tick -> tick(nowMillis);
            case QueueCommand.Reserved reserved ->
                levels.at(reserved.priority()).mark.reserved(reserved.position());
            case QueueCommand.ReserveRefused refused -> levels.at(refused.priority()).mark.refused();
            case QueueCommand.PageOut pageOut -> levels.pageOut(pageOut.keepBytes());
            case QueueCommand.Loaded loaded -> loaded(loaded, nowMillis);
            case QueueCommand.LoadFailed failed -> {
                levels.at(failed.priority()).paging.failed();
                refuseUnreadable();
            }
            case QueueCommand.Brake brake -> consumers.brake(brake.on());
            case QueueCommand.Stop stop -> stop();
        }
        expire(nowMillis);
        announceDelivery(nowMillis);
    }

    /** The command Enqueue without its record, for callers on the queue's loop. */
    public void enqueue(Message message, DurableUnit unit, long nowMillis) {
        if (deleted) {
            levels.first().durability.skip(unit);
            return;
        }
        Level level = levels.of(message);
        Delivery added = level.add(message, unit);
        levels.filled(level);
        if (timeToLive.limits(message)) {
            expireArrived(added, level, nowMillis);
        }
        announceDelivery(nowMillis);
    }

    /** One whose time is over when it arrives, as it is with a time to live of 0, is for those who can take it at once. */
    private void expireArrived(Delivery added, Level level, long nowMillis) {
        beginExpiry();
        long deadline = timeToLive.deadline(added.message());
        if (deadline <= nowMillis) {
            Delivery before = expiry.offer(added);
            gets.answer(nowMillis);
            while (turn.isDue()) {
                turn.run(nowMillis);
            }
            expiry.offer(before);
            expire(nowMillis);
        } else if (level == levels.first() && level.ready.count() == 1) {
            wakeUp.at(deadline);
        }
    }

    /** The command Settle for one delivery without its record, for callers on the queue's loop. */
    public void settle(Delivery delivery, Outcome outcome, DurableUnit unit, long nowMillis) {
        settleOne(delivery, outcome, unit);
        if (outcome == Outcome.REQUEUE) {
            expire(nowMillis);
        }
        announceDelivery(nowMillis);
    }

    private void settleOne(Delivery delivery, Outcome outcome, DurableUnit unit) {
        Level level = levels.of(delivery);
        if (deleted || !unacked.take(delivery)) {
            level.durability.skip(unit);
            return;
        }
        if (delivery.holder() != null) {
            consumers.settled(delivery.holder(), delivery.message().size());
        }
        switch (outcome) {
            case ACK, DISCARD -> level.durability.forget(delivery, unit);
            case REQUEUE -> {
                level.ready.putBack(delivery);
                levels.filled(level);
                level.durability.skip(unit);
            }
        }
    }

    /** The command CreditReturned without its record, for callers on the queue's loop. */
    public void creditReturned(Consumer consumer, long bytes, long nowMillis) {
        consumers.creditReturned(consumer, bytes);
        announceDelivery(nowMillis);
    }

    /**
     * Runs one bounded turn of deliveries.
     *
     * @return true if another turn is needed; if not, {@link QueueEffects#deliveryDue} tells when one is
     */
    public boolean deliver(long nowMillis) {
        turn.run(nowMillis);
        wakeUpInTime();
        due = prepareNext() && consumers.anyInTurn();
        return due;
    }

    /** What the unacked messages take, in bytes as of {@link Message#size()}. */
    public long unackedBytes() {
        return unacked.bytes();
    }

    /** What the ready messages in memory take, in bytes as of {@link Message#size()}. */
    public long bytesInMemory() {
        return levels.bytes();
    }

    /** How many messages wait to be delivered. */
    public int readyCount() {
        return levels.count();
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

    private void cancel(QueueCommand.Cancel cancel, long nowMillis) {
        boolean removed = consumers.remove(cancel.consumer());
        if (cancel.replyTo() != null) {
            effects.reply(cancel.replyTo(), new Cancelled(cancel.consumer()));
        }
        if (removed && consumers.count() == 0) {
            idleness.used(nowMillis);
            if (settings.autoDelete()) {
                effects.unused();
            }
        }
    }

    private void get(QueueCommand.Get get, long nowMillis) {
        if (deleted) {
            effects.reply(get.replyTo(), refusedAsGone());
        } else {
            idleness.used(nowMillis);
            gets.add(get, nowMillis);
            refuseUnreadable();
        }
    }

    private void refuseUnreadable() {
        if (levels.first().paging.isBroken()) {
            gets.refuse(refused(AmqpException.internalError("messages of %s cannot be read", settings.describe())));
        }
    }

    private QueueReply purge(long nowMillis) {
        if (deleted) {
            return refusedAsGone();
        }
        expiry.dropAll(nowMillis);
        int count = levels.count();
        levels.forEach(Level::purge);
        levels.cleared();
        return new Purged(count);
    }

    private QueueReply delete(QueueCommand.Delete delete, long nowMillis) {
        expiry.dropAll(nowMillis);
        if (delete.ifEmpty() && !levels.isEmpty()) {
            return refused(AmqpException.preconditionFailed("%s not empty", settings.describe()));
        }
        if (delete.ifUnused() && consumers.count() > 0) {
            return refused(AmqpException.preconditionFailed("%s in use", settings.describe()));
        }
        int count = levels.count();
        if (!deleted) {
            deleted = true;
            levels.forEach(Level::end);
            levels.cleared();
            unacked.clear();
            wakeUp.cancel();
            gets.refuse(refusedAsGone());
            consumers.removeAll().forEach(effects::consumerCancelled);
        }
        return new Deleted(count);
    }

    private QueueReply inspect(long nowMillis) {
        if (deleted) {
            return refusedAsGone();
        }
        idleness.used(nowMillis);
        expiry.dropAll(nowMillis);
        return new Counts(levels.count(), consumers.count());
    }

    private void loaded(QueueCommand.Loaded loaded, long nowMillis) {
        Level level = levels.at(loaded.priority());
        try {
            level.paging.loaded(loaded.messages(), loaded.upTo());
        } finally {
            levels.taken(level); // if some could not be read
            announceDelivery(nowMillis); // and the others must not wait for the next command
        }
    }

    private void tick(long nowMillis) {
        wakeUp.ticked();
        if (!deleted) {
            idleness.begin(nowMillis);
            if (idleness.isOver(nowMillis, consumers.count() > 0)) {
                effects.unused();
            }
        }
    }

    private void stop() {
        if (!deleted) {
            levels.forEach(level -> level.durability.stop(level.mark.highest()));
        }
    }

    /** Has leave what has to leave by now, and sees to it that the next ones will. */
    private void expire(long nowMillis) {
        if (isTimed) {
            expiry.drop(nowMillis);
            wakeUpInTime();
        }
    }

    /** From now on messages may expire. */
    private void beginExpiry() {
        isTimed = true;
        expiry.begin();
    }

    private void wakeUpInTime() {
        if (isTimed && !deleted) {
            wakeUp.at(Math.min(expiry.nextMillis(), idleness.endMillis()));
        }
    }

    private void announceDelivery(long nowMillis) {
        if (gets.areWaiting()) {
            gets.answer(nowMillis);
            wakeUpInTime(); // for the message that is the first one now
        } else if (due) {
            return; // what is next is prepared when the turn has been run
        }
        if (prepareNext() && !due && consumers.anyInTurn()) {
            due = true;
            effects.deliveryDue();
        }
    }

    /** If messages are wanted, prepares the next one; returns whether it may be delivered now. */
    private boolean prepareNext() {
        return (consumers.anyInTurn() || gets.areWaiting()) && levels.first().prepareNext();
    }

    private QueueReply refusedAsGone() {
        return refused(AmqpException.notFound("no %s", settings.describe()));
    }

    private static QueueReply refused(AmqpException reason) {
        return new Refused(reason.error());
    }
}
