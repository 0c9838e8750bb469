package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transactional channel has published and settled since the last commit or rollback: AMQP 0-9-1 §1.9.
 *
 * <p>Messages are routed when they are published and enqueued at the commit; all that is durable in a commit becomes so
 * in one round of the store: docs/decisions/0004.
 */
final class Transaction implements Asker, DurableUnit.Completion {

    /**
     * A message that waits for the commit.
     *
     * @param received the same with all its headers
     */
    record Publication(Message message, Message received, Route route, boolean mandatory) {

        int durableParts() {
            return route.storedParts(message);
        }

        /** How many parts the unit of the commit has for it. */
        int parts() {
            return route.partsHeard(message);
        }
    }

    /** A settlement that waits for the commit; the tag is for a rollback. */
    record Settlement(long tag, Delivery delivery, DeliverySource source, Outcome outcome) {

        /** Requeueing writes nothing, nor does settling what was never stored. */
        boolean isDurable() {
            return (outcome == Outcome.ACK || outcome == Outcome.DISCARD) && delivery.stored() != null;
        }
    }

    private final BrokerLoop loop;
    private final PendingReply pending;
    private List<Publication> publications = new ArrayList<>();
    private List<Settlement> settlements = new ArrayList<>();
    private boolean active;

    /** What the commit under way waits for: its unit, its arrival on other loops, and what queues answer that may refuse. */
    private int missing;

    private boolean refused;

    Transaction(BrokerLoop loop, PendingReply pending) {
        this.loop = loop;
        this.pending = pending;
    }

    boolean isActive() {
        return active;
    }

    void activate() {
        active = true;
    }

    void requireActive() {
        if (!active) {
            throw AmqpException.preconditionFailed("channel is not transactional");
        }
    }

    void publish(Publication publication) {
        publications.add(publication);
    }

    void settle(Settlement settlement) {
        settlements.add(settlement);
    }

    /** How many messages wait for the commit. */
    int publicationCount() {
        return publications.size();
    }

    /** How many settlements do. */
    int settlementCount() {
        return settlements.size();
    }

    List<Publication> takePublications() {
        List<Publication> taken = publications;
        publications = new ArrayList<>();
        return taken;
    }

    List<Settlement> takeSettlements() {
        List<Settlement> taken = settlements;
        settlements = new ArrayList<>();
        return taken;
    }

    /** How many of the settlements are of deliveries to consumers. */
    int countOfConsumers() {
        return (int) settlements.stream()
                .filter(settlement -> settlement.source() instanceof ChannelConsumer)
                .count();
    }

    /**
     * The unit of the commit that is about to be made, whose outcome answers it; null if nothing in it is durable.
     *
     * @param decided the publications, taken before
     */
    DurableUnit unit(List<Publication> decided) {
        int parts = 0;
        DurableUnit.Completion completion = this;
        for (Publication publication : decided) {
            parts += publication.parts();
            completion = publication.route().keys().after(completion);
        }
        for (Settlement settlement : settlements) {
            parts += settlement.isDurable() ? 1 : 0;
        }
        if (parts == 0) {
            return null;
        }
        missing++;
        return new DurableUnit(parts, loop.index(), completion);
    }

    /** A commit begins, which is over when it has arrived and its unit, if there is one, is durable. */
    void begin() {
        pending.begin(TxMethod.Commit.ID);
        missing = 1;
        refused = false;
    }

    /** Who is to hear whether each queue of a route has taken a message of the commit; null if none of them may refuse it. */
    Asker askerFor(Route route) {
        if (!route.mayBeRefused()) {
            return null;
        }
        missing += route.queues().length;
        return this;
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public void answer(QueueReply reply) {
        refused |= !((QueueReply.Admission) reply).granted();
        settled();
    }

    /** What was committed has arrived on all loops. */
    void arrived() {
        settled();
    }

    @Override
    public void durable() {
        settled();
    }

    @Override
    public void failed() {
        refused = true;
        settled();
    }

    private void settled() {
        if (--missing > 0) {
            return;
        }
        if (refused) {
            pending.failed(AmqpException.preconditionFailed("partial tx completion").error());
        } else {
            pending.done(false, new TxMethod.CommitOk());
        }
    }
}
