package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.frame.ContentAssembler;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.event.ChannelTap;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.BroughtKeys;
import dev.leveret.server.vhost.DelayLineRef;
import dev.leveret.server.vhost.QueueRef;

/** From the frames of a publish to the queues, to a return and to a confirm: AMQP 0-9-1 §1.8.3.7. */
final class Publishing {

    private final ConnectionContext connection;
    private final BrokerLoop loop;
    private final ChannelWire wire;
    private final PendingReply pending;
    private final RouteCache routes;
    private final Confirms confirms;
    private final Transaction transaction;
    private final DirectReplies directReplies;
    private final ChannelTap tap;
    private final ContentAssembler assembler;

    /** What is being published, with all its headers: what waits is routed later. */
    private Message delayed;

    Publishing(
            ConnectionContext connection,
            ChannelWire wire,
            PendingReply pending,
            Confirms confirms,
            Transaction transaction,
            DirectReplies directReplies,
            ChannelTap tap) {
        this.connection = connection;
        this.loop = connection.loop();
        this.wire = wire;
        this.pending = pending;
        this.routes = connection.routes();
        this.confirms = confirms;
        this.transaction = transaction;
        this.directReplies = directReplies;
        this.tap = tap;
        long sizeMax = connection.settings().protocol().messageSizeMax();
        this.assembler = new ContentAssembler((int) Math.min(sizeMax, Integer.MAX_VALUE));
    }

    /** Any method has arrived on the channel; throws 505 if content has to come first. */
    void expectMethod() {
        assembler.expectMethod();
    }

    void begin(BasicMethod.Publish publish) {
        connection.publishSeen();
        if (publish.immediate()) {
            throw AmqpException.notImplemented("immediate=true");
        }
        assembler.begin(publish);
    }

    void header(int classId, long bodySize, ContentHeader header) {
        if (assembler.header(classId, bodySize, header)) {
            complete();
        }
    }

    void body(byte[] chunk) {
        if (assembler.body(chunk)) {
            complete();
        } else {
            connection.publishSeen(); // bodies that are long under way fill the memory too
        }
    }

    /** What has come of a body that is not complete, in bytes. */
    long unfinishedBytes() {
        return assembler.heldSize();
    }

    private void complete() {
        boolean mandatory = assembler.publish().mandatory();
        try {
            publish(assembler.take(loop.nowMillis()), mandatory);
        } catch (AmqpException e) {
            throw e.at(BasicMethod.Publish.ID);
        }
    }

    private void publish(Message received, boolean mandatory) {
        Message message = received;
        ContentHeader header = message.header();
        if (header.hasReplyTo() || header.hasUserId() || header.hasExpiration()) {
            message = checked(message);
        }
        // Order: with a commit, so that a rollback leaves no key behind and nobody repeats what may never come.
        Route route = routes.route(message, !transaction.isActive());
        if (tap.isOn()) {
            tap.published(message, routes.routed(), route.queues());
        }
        if (transaction.isActive()) {
            transaction.publish(new Transaction.Publication(routes.routed(), message, route, mandatory));
            return;
        }
        delayed = message;
        dispatch(routes.routed(), route, mandatory);
        delayed = null;
    }

    private Message checked(Message message) {
        try {
            Message addressed = directReplies.withAddress(message);
            PropertyChecks.check(message.header(), connection);
            return addressed;
        } catch (AmqpException e) {
            routes.requirePublishable(message); // Order: as in RabbitMQ, the exchange is looked at before the properties.
            throw e;
        }
    }

    private void dispatch(Message message, Route route, boolean mandatory) {
        DurableUnit unit = null;
        if (confirms.isEnabled()) {
            int parts = route.partsHeard(message);
            if (route.mayBeRefused()) {
                offer(message, route, mandatory, parts);
                return;
            }
            boolean isSent = isSent(message, route);
            if (parts > 0) {
                unit = confirms.open(parts, isSent, route.keys());
            } else {
                confirms.accepted(isSent);
            }
        } else {
            int parts = route.partsUnheard(message);
            if (parts > 1) {
                unit = new DurableUnit(parts, loop.index(), route.keys().after(DurableUnit.NOBODY));
            }
        }
        if (route.keys() == BroughtKeys.NONE) {
            enqueue(message, route, mandatory, unit, null);
        } else {
            DurableUnit own = route.storedParts(message) > 0 ? unit : null;
            enqueueKeyed(message, route, mandatory, own, null);
            if (unit != null && confirms.isEnabled()) {
                route.keys().follow(loop, unit);
            }
        }
    }

    /**
     * Enqueues a message and its keys. If queues may refuse it the keys wait for them, whoever else hears of it.
     *
     * @param offered wants the answer of every queue; null: nobody does
     */
    private void enqueueKeyed(Message message, Route route, boolean mandatory, DurableUnit unit, Asker offered) {
        if (route.keys().areNew() && route.mayBeRefused()) {
            var keys = new OfferedKeys(route.keys(), message, unit, route.queues().length, loop, offered);
            enqueue(message, route, mandatory, unit, keys);
        } else {
            enqueue(message, route, mandatory, unit, offered);
            route.keys().taken(loop, message, unit);
        }
    }

    /** The publish is confirmed by what its queues answer. */
    private void offer(Message message, Route route, boolean mandatory, int parts) {
        int answers = route.queues().length;
        OfferedPublish offered = confirms.offer(answers + (parts > 0 ? 1 : 0));
        DurableUnit unit = parts > 0 ? new DurableUnit(parts, loop.index(), route.keys().after(offered)) : null;
        if (route.keys() == BroughtKeys.NONE) {
            enqueue(message, route, mandatory, unit, offered);
        } else {
            enqueueKeyed(message, route, mandatory, route.storedParts(message) > 0 ? unit : null, offered);
            if (unit != null) {
                route.keys().follow(loop, unit);
            }
        }
    }

    /** Whether a copy goes to another loop without a part in a unit, whose outcome would tell that it has arrived. */
    private boolean isSent(Message message, Route route) {
        boolean isSent = false;
        for (QueueRef queue : route.queues()) {
            BrokerLoop other = queue.wayFrom(loop);
            if (other != null && !queue.stores(message)) {
                confirms.sendsTo(other);
                isSent = true;
            }
        }
        for (DelayLineRef delay : route.delays()) {
            BrokerLoop other = delay.wayFrom(loop);
            if (other != null && !delay.stores(message)) {
                confirms.sendsTo(other);
                isSent = true;
            }
        }
        return isSent;
    }

    /** What a transaction has kept, as it is sent for good: exchanges that deduplicate have to decide now. */
    Transaction.Publication decided(Transaction.Publication publication) {
        if (publication.route().keys() != BroughtKeys.UNDECIDED) {
            return publication;
        }
        Message received = publication.received().arrivedAt(loop.nowMillis());
        boolean isThere = connection.vhost().topology().exchange(received.address().exchange()) != null;
        Route route = isThere ? routes.route(received) : Route.NOWHERE;
        return new Transaction.Publication(isThere ? routes.routed() : received, received, route, publication.mandatory());
    }

    /** Enqueues what a transaction has kept and {@link #decided} has given. The unit may be null. */
    void commit(Transaction.Publication publication, DurableUnit unit) {
        Route route = publication.route();
        boolean durable = publication.durableParts() > 0;
        delayed = publication.received().arrivedAt(loop.nowMillis());
        // A message lives from when it gets to its queues, as in RabbitMQ.
        Message message = publication.message().arrivedAt(loop.nowMillis());
        Asker offered = transaction.askerFor(route);
        if (route.keys() == BroughtKeys.NONE) {
            enqueue(message, route, publication.mandatory(), durable ? unit : null, offered);
        } else {
            enqueueKeyed(message, route, publication.mandatory(), durable ? unit : null, offered);
            route.keys().follow(loop, unit);
        }
    }

    /** @param offered wants the answer of every queue; null: nobody does */
    private void enqueue(Message message, Route route, boolean mandatory, DurableUnit unit, Asker offered) {
        QueueRef[] queues = route.queues();
        for (QueueRef queue : queues) {
            DurableUnit part = queue.stores(message) ? unit : null;
            if (offered != null || queue.mayRefuse()) {
                queue.command(loop, new QueueCommand.Offer(message, part, offered));
            } else {
                queue.enqueue(loop, message, part);
            }
        }
        for (DelayLineRef delay : route.delays()) {
            delay.add(loop, delayed, delay.stores(message) ? unit : null);
        }
        for (String address : route.replyAddresses()) {
            connection.vhost().replyAddresses().deliver(loop, address, message);
        }
        if (mandatory && route.isNowhere()) {
            // A direct reply address is no queue: RabbitMQ returns such a message too, delivered or not.
            wire.unroutable(message);
            pending.goOnWhenSent(BasicMethod.Publish.ID);
        }
    }
}
