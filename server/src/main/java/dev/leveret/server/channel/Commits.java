package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopFence;
import java.util.List;

/**
 * The two ways of knowing that something is safe, of which a channel can use one: confirms or transactions. AMQP 0-9-1
 * §1.9, RabbitMQ doc pages "Publisher Confirms" and "Semantics of tx".
 */
final class Commits {

    private final BrokerLoop loop;
    private final BrokerLoops loops;
    private final ChannelWire wire;
    private final PendingReply pending;
    private final Transaction transaction;
    private final Confirms confirms;
    private final Publishing publishing;
    private final Deliveries deliveries;

    Commits(
            BrokerLoop loop,
            BrokerLoops loops,
            ChannelWire wire,
            PendingReply pending,
            Transaction transaction,
            Confirms confirms,
            Publishing publishing,
            Deliveries deliveries) {
        this.loop = loop;
        this.loops = loops;
        this.wire = wire;
        this.pending = pending;
        this.transaction = transaction;
        this.confirms = confirms;
        this.publishing = publishing;
        this.deliveries = deliveries;
    }

    void enableConfirms(ConfirmMethod.Select select) {
        if (transaction.isActive()) {
            throw AmqpException.preconditionFailed("cannot switch from tx to confirm mode");
        }
        confirms.enable();
        pending.answer(select.noWait(), new ConfirmMethod.SelectOk());
    }

    void enableTransactions() {
        if (confirms.isEnabled()) {
            throw AmqpException.preconditionFailed("cannot switch from confirm to tx mode");
        }
        transaction.activate();
        wire.method(new TxMethod.SelectOk());
    }

    /** Carries out what was published and settled, in the order in which RabbitMQ does: first all messages. */
    void commit() {
        transaction.requireActive();
        transaction.begin();
        List<Transaction.Publication> publications = transaction.takePublications();
        publications.replaceAll(publishing::decided);
        DurableUnit unit = transaction.unit(publications);
        for (Transaction.Publication publication : publications) {
            publishing.commit(publication, unit);
        }
        deliveries.commit(unit);
        // Order: commit-ok says that others can see it all, also on other loops.
        LoopFence.raise(loop, loops, transaction::arrived);
    }

    void rollBack() {
        transaction.requireActive();
        transaction.takePublications();
        deliveries.rollBack();
        wire.method(new TxMethod.RollbackOk());
    }
}
