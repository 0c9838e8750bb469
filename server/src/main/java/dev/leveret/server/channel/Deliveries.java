package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.queue.DeliveryCount;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.event.ChannelTap;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopFence;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.QueueRef;

/** Messages on their way to the client, and what it says about them: AMQP 0-9-1 §1.8.3, RabbitMQ doc page "Confirms". */
final class Deliveries {

    private final BrokerLoop loop;
    private final BrokerLoops loops;
    private final AckTimeouts timeouts;
    private final ChannelWire wire;
    private final PendingReply pending;
    private final GlobalPrefetch prefetch;
    private final Settlements settlements;
    private final Transaction transaction;
    private final ByteCredit credit;
    private final ChannelTap tap;
    private final UnackedLedger ledger = new UnackedLedger();
    private final UnackedLedger.Sink settleOne = this::settleOne;
    private final UnackedLedger.Sink settleOneOfMany = this::settleOneOfMany;
    private final UnackedLedger.Sink keepForCommit = this::keepForCommit;

    /** What is to become of the deliveries that are being taken out of the ledger. */
    private Outcome outcome;

    /** Up to this tag deliveries may have been taken back; the client may have settled them since, and no harm is done. */
    private long takenBackUpTo;

    private boolean ended;

    Deliveries(
            ConnectionContext connection,
            int channel,
            ChannelWire wire,
            PendingReply pending,
            GlobalPrefetch prefetch,
            Settlements settlements,
            Transaction transaction,
            ByteCredit credit,
            ChannelTap tap) {
        this.loop = connection.loop();
        this.loops = connection.vhost().queues().loops();
        this.timeouts = new AckTimeouts(connection, channel, ledger);
        this.wire = wire;
        this.pending = pending;
        this.prefetch = prefetch;
        this.settlements = settlements;
        this.transaction = transaction;
        this.credit = credit;
        this.tap = tap;
    }

    // ---- from queues ----

    void deliver(ChannelConsumer consumer, Delivery delivery) {
        boolean noAck = consumer.consumer().noAck();
        if (ended) {
            giveBack(delivery, consumer, noAck);
            return;
        }
        long tag = noAck ? ledger.skip() : ledger.add(delivery, consumer);
        wire.deliver(consumer.tagWire(), tag, delivery.redelivered(), asSeen(delivery, consumer));
        credit.written(consumer, delivery.message().size());
        trace(consumer, delivery);
        loop.worked();
    }

    private static Message asSeen(Delivery delivery, DeliverySource source) {
        return source.queue().isQuorum() ? DeliveryCount.on(delivery) : delivery.message();
    }

    private void trace(DeliverySource source, Delivery delivery) {
        if (tap.isOn()) {
            tap.delivered(source.queue(), asSeen(delivery, source), delivery.redelivered());
        }
    }

    /** How many deliveries the client has not settled. */
    int unackedCount() {
        return ledger.count();
    }

    /** A delivery that the shared limit has not counted has arrived. */
    void takePermitUnasked(ChannelConsumer consumer) {
        if (!consumer.consumer().noAck() && prefetch.counting()) {
            prefetch.takeUnasked();
        }
    }

    /** The tag of a delivery that comes from no queue. */
    long nextTag() {
        return ledger.skip();
    }

    /** How many deliveries to consumers are unsettled, or settled by a transaction that is not committed. */
    int unsettledOfConsumers() {
        return ledger.countOfConsumers() + transaction.countOfConsumers();
    }

    private void giveBack(Delivery delivery, DeliverySource source, boolean noAck) {
        if (!noAck) {
            settlements.one(delivery, source, Outcome.REQUEUE, null);
            settlements.finish(Outcome.REQUEUE);
        }
    }

    // ---- from the client ----

    /** Asks a queue for one message. */
    void get(QueueRef queue, boolean noAck) {
        pending.begin(BasicMethod.Get.ID);
        queue.command(loop, new QueueCommand.Get(noAck, new GetQuestion(this, queue, noAck)));
    }

    private record GetQuestion(Deliveries deliveries, QueueRef queue, boolean noAck) implements Asker {

        @Override
        public BrokerLoop loop() {
            return deliveries.loop;
        }

        @Override
        public void answer(QueueReply reply) {
            switch (reply) {
                case QueueReply.Got got -> deliveries.got(queue, noAck, got);
                case QueueReply.Empty empty -> deliveries.pending.done(false, new BasicMethod.GetEmpty());
                case QueueReply.Refused refused -> deliveries.pending.failed(refused.error());
                default -> throw new IllegalStateException("answer to a get: " + reply);
            }
        }
    }

    private void got(QueueRef queue, boolean noAck, QueueReply.Got got) {
        var source = new DeliverySource.Fetched(queue);
        if (ended) {
            giveBack(got.delivery(), source, noAck);
        } else {
            long tag = noAck ? ledger.skip() : ledger.add(got.delivery(), source);
            wire.getOk(tag, got.delivery().redelivered(), got.remainingReady(), asSeen(got.delivery(), source));
            if (!noAck) {
                timeouts.watch(source);
            }
            trace(source, got.delivery());
        }
        pending.doneWhenSent();
    }

    /**
     * Settles one delivery, or all up to it; tag 0 with multiple means all.
     *
     * @throws AmqpException 406 if there is no such delivery
     */
    void settle(long tag, boolean multiple, Outcome how) {
        outcome = how;
        if (multiple) {
            settleUpTo(tag);
        } else if (!ledger.take(tag, transaction.isActive() ? keepForCommit : settleOne) && !mayBeTakenBack(tag)) {
            throw unknownTag(tag);
        }
        settlements.finish(how);
    }

    private void settleUpTo(long tag) {
        if (tag != 0 && !ledger.contains(tag) && !mayBeTakenBack(tag)) {
            throw unknownTag(tag);
        }
        long last = tag == 0 ? Long.MAX_VALUE : tag;
        ledger.takeUpTo(last, transaction.isActive() ? keepForCommit : settleOneOfMany);
    }

    private boolean mayBeTakenBack(long tag) {
        return tag > 0 && tag <= takenBackUpTo;
    }

    private static AmqpException unknownTag(long tag) {
        return AmqpException.preconditionFailed("unknown delivery tag %s", Long.toUnsignedString(tag));
    }

    private void settleOne(long tag, Delivery delivery, DeliverySource source) {
        settlements.one(delivery, source, outcome, null);
    }

    private void settleOneOfMany(long tag, Delivery delivery, DeliverySource source) {
        settlements.oneOfMany(delivery, source, outcome);
    }

    private void keepForCommit(long tag, Delivery delivery, DeliverySource source) {
        transaction.settle(new Transaction.Settlement(tag, delivery, source, outcome));
    }

    /** Has all unsettled deliveries delivered again, perhaps to others. */
    void recover(boolean requeue) {
        recoverAsync(requeue);
        // Order: recover-ok says that the messages are back, also to who asks their queues from another loop.
        pending.begin(BasicMethod.Recover.ID);
        LoopFence.raise(loop, loops, () -> pending.done(false, new BasicMethod.RecoverOk()));
    }

    /** The same without an answer. */
    void recoverAsync(boolean requeue) {
        if (!requeue) {
            throw AmqpException.notImplemented("requeue=false");
        }
        requeueAll(Outcome.REQUEUE);
    }

    private void requeueAll(Outcome how) {
        outcome = how;
        ledger.takeUpTo(Long.MAX_VALUE, settleOneOfMany);
        settlements.finish(how);
    }

    /** Has all go back that a consumer has. If its client settles any of it later, that is passed over. */
    void takeBack(ChannelConsumer consumer) {
        outcome = Outcome.FAIL;
        ledger.takeOf(consumer, (tag, delivery, source) -> {
            takenBackUpTo = Math.max(takenBackUpTo, tag);
            settleOneOfMany(tag, delivery, source);
        });
        settlements.finish(Outcome.FAIL);
    }

    /** How long the client may take to settle. */
    AckTimeouts timeouts() {
        return timeouts;
    }

    /** Carries out what a transaction has settled. The unit is null if nothing in the commit is durable. */
    void commit(DurableUnit unit) {
        for (Transaction.Settlement settlement : transaction.takeSettlements()) {
            settlements.one(
                    settlement.delivery(),
                    settlement.source(),
                    settlement.outcome(),
                    settlement.isDurable() ? unit : null);
        }
        settlements.finish(Outcome.ACK);
    }

    /** What a transaction had settled is unsettled again. */
    void rollBack() {
        for (Transaction.Settlement settlement : transaction.takeSettlements()) {
            ledger.restore(settlement.tag(), settlement.delivery(), settlement.source());
        }
    }

    /** The channel has ended: everything goes back, and so does what is still on its way here. */
    void end() {
        ended = true;
        timeouts.end();
        rollBack();
        requeueAll(Outcome.FAIL);
    }
}
