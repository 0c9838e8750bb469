package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueReply.Empty;
import dev.leveret.queue.QueueReply.Got;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Consumers;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.GroupedMessages;
import dev.leveret.queue.state.OrderedMessages;
import dev.leveret.queue.state.SingleActive;
import dev.leveret.queue.state.TimeToLive;
import dev.leveret.queue.state.UnackedMessages;
import java.util.Map;

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
    private final TimeToLive timeToLive;
    private final Levels levels;
    private final UnackedMessages unacked = new UnackedMessages();
    private final Consumers consumers;
    private final DeadLetters deadLetters;
    private final LengthLimit limit;
    private final Timing timing;
    private final Returns returns;
    private final Dispatch dispatch;
    private final Arrivals arrivals;
    private final QueueRequests requests;
    private final QueueEffects effects;

    /** Null if the queue takes messages whatever their keys. */
    private final Deduplication deduplication;

    /** Of {@link QueueRules}; whoever holds its deliveries sees to it. */
    private long consumerTimeoutMillis;

    /**
     * An empty queue without consumers. It wants a first {@code Tick} when it begins.
     *
     * @param rules that hold until others are given
     * @param keeping where its messages go
     */
    public QueueActor(QueueSettings settings, QueueRules rules, QueueKeeping keeping, QueueEffects effects) {
        this.settings = settings;
        this.effects = effects;
        this.consumerTimeoutMillis = rules.consumerTimeoutMillis();
        this.timeToLive = new TimeToLive(rules.messageTtlMillis());
        this.deduplication = settings.deduplicates() ? new Deduplication(settings, keeping) : null;
        this.levels = new Levels(settings, timeToLive, keeping, effects, deduplication);
        this.consumers = new Consumers(singleActive(settings), levels.first().ready);
        this.deadLetters = new DeadLetters(settings, rules, levels, keeping.letterMemory(), effects);
        this.limit = new LengthLimit(rules, levels, deadLetters);
        Expiry expiry = new Expiry(levels, timeToLive, deadLetters);
        this.timing = new Timing(rules, levels, expiry, effects);
        this.returns = new Returns(rules, levels, deadLetters, timing);
        Gets gets = new Gets(settings, levels, expiry, deadLetters, unacked, effects);
        this.dispatch = new Dispatch(turn(expiry), gets, timing, effects);
        this.arrivals = new Arrivals(levels, timeToLive, expiry, timing, dispatch, limit, deadLetters, deduplication);
        this.requests = new QueueRequests(settings, levels, unacked, consumers, expiry, timing, gets, effects);
    }

    private Turn turn(Expiry expiry) {
        var handover = new Handover(unacked, consumers, effects);
        Level level = levels.first();
        return switch (level.ready) {
            case OrderedMessages messages -> new DeliveryTurn(levels, expiry, deadLetters, consumers, handover);
            case GroupedMessages messages ->
                new GroupTurn(level, messages, expiry, deadLetters, consumers, handover);
        };
    }

    private static SingleActive singleActive(QueueSettings settings) {
        return settings.singleActiveConsumer() ? new SingleActive(settings.type() == QueueType.QUORUM) : null;
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
            timing.beginExpiry(); // nobody knows yet what they are
        }
    }

    /**
     * Takes up what the store knows of messages of one priority that have come back. Before anything else of this priority.
     *
     * @param returns how often, by position
     */
    public void recoverReturns(int priority, Map<Long, Integer> returns) {
        if (!returns.isEmpty()) {
            levels.at(priority).durability.recover(returns);
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
            timing.beginExpiry();
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

    /**
     * Takes up the key of a message that is out of memory, in a queue that knows those of the messages that it has. Before the first
     * command only, in the order of positions, and before any message of this priority is taken back.
     */
    public void recoverKey(int priority, long position, Message message) {
        deduplication.recover(priority, position, message);
    }

    /**
     * Takes up a key that the store has kept, in a queue that remembers keys. Before the first command only, in the order of
     * positions.
     *
     * @param record of the key
     */
    public void recoverRememberedKey(long position, Message record, StoredMessage stored) {
        deduplication.recoverRemembered(position, record, stored);
    }

    /**
     * Forgets so many bytes of the oldest keys that were taken up, as others need the memory. Before the first command only.
     *
     * @return whether there were any
     */
    public boolean dropRecoveredKeys(long bytes) {
        return deduplication.dropRecovered(bytes);
    }

    /** Goes on counting the positions of remembered keys from here. Before the first command only, after they were taken up. */
    public void resumeKeysAt(long position) {
        deduplication.resumeAt(position);
    }

    /** Applies one command, and answers it if it carries a {@link ReplyTo}. Delivers nothing yet, unless the queue is full. */
    public void handle(QueueCommand command, long nowMillis) {
        switch (command) {
            case QueueCommand.Enqueue enqueue -> enqueue(enqueue.message(), enqueue.unit(), nowMillis);
            case QueueCommand.Offer offer -> offer(offer, nowMillis);
            case QueueCommand.AskRoom ask -> askRoom(ask, nowMillis);
            case QueueCommand.TakePromised promised -> takePromised(promised, nowMillis);
            case QueueCommand.GiveUp giveUp -> arrivals.giveUp(giveUp.message());
            case QueueCommand.Settle settle -> settle(settle, nowMillis);
            case QueueCommand.Depart depart -> deadLetters.departed(depart.source(), depart.unit());
            case QueueCommand.CreditReturned credit -> consumers.creditReturned(credit.consumer(), credit.bytes());
            case QueueCommand.Unblocked unblocked -> consumers.unblocked(unblocked.consumer());
            case QueueCommand.Subscribe subscribe -> requests.subscribe(subscribe);
            case QueueCommand.Cancel cancel -> requests.cancel(cancel, nowMillis);
            case QueueCommand.Get get -> requests.get(get, nowMillis);
            case QueueCommand.Purge purge -> requests.purge(purge, nowMillis);
            case QueueCommand.Delete delete -> requests.delete(delete, nowMillis);
            case QueueCommand.Inspect inspect -> requests.inspect(inspect, nowMillis);
            case QueueCommand.Configure configure -> configure(configure.rules(), nowMillis);
            case QueueCommand.Tick tick -> tick(nowMillis);
            case QueueCommand.Reserved reserved ->
                levels.at(reserved.priority()).mark.reserved(reserved.position());
            case QueueCommand.ReserveRefused refused -> levels.reserveRefused(refused.priority());
            case QueueCommand.PageOut pageOut -> levels.pageOut(pageOut.keepBytes());
            case QueueCommand.Loaded loaded -> loaded(loaded, nowMillis);
            case QueueCommand.LoadFailed failed -> levels.at(failed.priority()).paging.failed();
            case QueueCommand.Brake brake -> consumers.brake(brake.on());
            case QueueCommand.ForgetKeys forget -> deduplication.shrink();
            case QueueCommand.ReadOn readOn -> {} // Whoever waits is looked at below.
            case QueueCommand.Stop stop -> {} // Order: below, behind what the time brings, which may answer who waits.
        }
        timing.expire(nowMillis);
        arrivals.enforceLimit(nowMillis);
        dispatch.announce(nowMillis);
        if (command instanceof QueueCommand.Stop) {
            stop();
        }
    }

    /** The command Enqueue without its record, for callers on the queue's loop. */
    public void enqueue(Message message, DurableUnit unit, long nowMillis) {
        if (levels.isEnded()) {
            levels.first().durability.skip(unit);
            return;
        }
        arrivals.take(message, unit, nowMillis);
        dispatch.announce(nowMillis);
    }

    private void offer(QueueCommand.Offer offer, long nowMillis) {
        boolean isTaken = true;
        if (levels.isEnded()) {
            levels.first().durability.skip(offer.unit());
        } else {
            isTaken = arrivals.offer(offer.message(), offer.unit(), nowMillis);
        }
        if (offer.replyTo() != null) {
            effects.reply(offer.replyTo(), new QueueReply.Admission(isTaken));
        }
    }

    private void askRoom(QueueCommand.AskRoom ask, long nowMillis) {
        boolean isGranted = levels.isEnded() || arrivals.promise(ask.message(), nowMillis);
        effects.reply(ask.replyTo(), new QueueReply.Admission(isGranted));
    }

    private void takePromised(QueueCommand.TakePromised promised, long nowMillis) {
        if (levels.isEnded()) {
            levels.first().durability.skip(promised.unit());
        } else {
            arrivals.takePromised(promised.message(), promised.unit(), nowMillis);
        }
    }

    /** The command Settle for one delivery without its record, for callers on the queue's loop. */
    public void settle(Delivery delivery, Outcome outcome, DurableUnit unit, long nowMillis) {
        settleOne(delivery, outcome, unit, nowMillis);
        if (outcome == Outcome.REQUEUE || outcome == Outcome.FAIL) {
            arrivals.enforceLimit(nowMillis); // Order: as in RabbitMQ, the length is looked at before the time.
            timing.expire(nowMillis);
            arrivals.enforceLimit(nowMillis); // for what was put off, and is back now
        }
        dispatch.announce(nowMillis);
    }

    private void settleOne(Delivery delivery, Outcome outcome, DurableUnit unit, long nowMillis) {
        Level level = levels.of(delivery);
        if (!unacked.take(delivery)) {
            level.durability.skip(unit);
            return;
        }
        if (levels.isEnded()) {
            levels.forget(delivery, unit);
            return;
        }
        if (delivery.holder() != null) {
            consumers.settled(delivery.holder(), delivery.message().size());
        }
        switch (outcome) {
            case ACK -> {
                level.ready.settled(delivery);
                level.durability.forget(delivery, unit);
            }
            case DISCARD -> {
                level.ready.settled(delivery);
                deadLetters.leave(delivery, DeathReason.REJECTED, unit, nowMillis);
            }
            case REQUEUE -> returns.take(delivery, false, unit, nowMillis);
            case FAIL -> returns.take(delivery, true, unit, nowMillis);
        }
    }

    /** The command CreditReturned without its record, for callers on the queue's loop. */
    public void creditReturned(Consumer consumer, long bytes, long nowMillis) {
        consumers.creditReturned(consumer, bytes);
        dispatch.announce(nowMillis);
    }

    /**
     * Runs one bounded turn of deliveries.
     *
     * @return true if another turn is needed; if not, {@link QueueEffects#deliveryDue} tells when one is
     */
    public boolean deliver(long nowMillis) {
        return dispatch.deliver(nowMillis);
    }

    /** What the unacked messages take, in bytes as of {@link Message#size()}. */
    public long unackedBytes() {
        return unacked.bytes();
    }

    /** What the ready messages in memory take, in bytes as of {@link Message#size()}. */
    public long bytesInMemory() {
        return levels.bytes() + deadLetters.bytes();
    }

    /** How many messages wait to be delivered. */
    public int readyCount() {
        return levels.count();
    }

    /** How many of them are in memory. */
    public int readyInMemoryCount() {
        return levels.countInMemory();
    }

    /** What their bodies take, in bytes, but for those that a start has found and nobody has read. */
    public long readyBodyBytes() {
        return levels.totals().bodyBytes();
    }

    /** The message that is next; null if there is none, or it is out of memory. */
    public Message head() {
        return levels.head();
    }

    /** How many messages are delivered and not settled. */
    public int unackedCount() {
        return unacked.count();
    }

    /** How many consumers there are. */
    public int consumerCount() {
        return consumers.count();
    }

    /** All consumers, in the order they came. */
    public void forEachConsumer(java.util.function.Consumer<Consumer> visitor) {
        consumers.forEach(visitor);
    }

    /** What it was declared with. */
    public QueueSettings settings() {
        return settings;
    }

    private void settle(QueueCommand.Settle settle, long nowMillis) {
        // Order: all are back before the first is given to somebody, or it might not be the first.
        for (Delivery delivery : settle.deliveries()) {
            settleOne(delivery, settle.outcome(), settle.unit(), nowMillis);
        }
        arrivals.enforceLimit(nowMillis); // Order: as in RabbitMQ, the length is looked at before the time.
    }

    private void configure(QueueRules rules, long nowMillis) {
        timeToLive.set(rules.messageTtlMillis());
        levels.forEach(level -> level.ready.timeToLiveChanged());
        deadLetters.rules(rules);
        limit.rules(rules);
        returns.rules(rules);
        timing.rules(rules, nowMillis);
        if (rules.consumerTimeoutMillis() != consumerTimeoutMillis) {
            consumerTimeoutMillis = rules.consumerTimeoutMillis();
            consumers.forEach(effects::consumerTimeoutChanged);
        }
    }

    private void loaded(QueueCommand.Loaded loaded, long nowMillis) {
        Level level = levels.at(loaded.priority());
        try {
            level.paging.loaded(loaded.messages(), loaded.upTo());
        } finally {
            levels.taken(level); // if some could not be read
            dispatch.announce(nowMillis); // and the others must not wait for the next command
        }
    }

    private void tick(long nowMillis) {
        if (deduplication != null) {
            deduplication.shrink(); // of what a start has taken up
        }
        if (timing.ticked(nowMillis, consumers.count() > 0)) {
            effects.unused();
        }
    }

    private void stop() {
        if (!levels.isEnded()) {
            levels.forEach(level -> level.durability.stop(level.mark.highest()));
        }
    }
}
