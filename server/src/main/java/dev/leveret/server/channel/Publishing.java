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
            message = directReplies.withAddress(message);
            PropertyChecks.check(header, connection.user());
        }
        Route route = routes.route(message);
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

    private void dispatch(Message message, Route route, boolean mandatory) {
        int durableParts = route.storedParts(message);
        DurableUnit unit = null;
        if (confirms.isEnabled()) {
            if (route.mayBeRefused()) {
                offer(message, route, mandatory, durableParts);
                return;
            }
            boolean isSent = isSent(message, route);
            if (durableParts > 0) {
                unit = confirms.open(durableParts, isSent);
            } else {
                confirms.accepted(isSent);
            }
        } else if (durableParts > 1) {
            unit = new DurableUnit(durableParts, loop.index(), DurableUnit.NOBODY);
        }
        enqueue(message, route, mandatory, unit, null);
    }

    /** The publish is confirmed by what its queues answer. */
    private void offer(Message message, Route route, boolean mandatory, int durableParts) {
        int outcomes = route.queues().length + (durableParts > 0 ? 1 : 0);
        OfferedPublish offered = confirms.offer(outcomes);
        DurableUnit unit = durableParts > 0 ? new DurableUnit(durableParts, loop.index(), offered) : null;
        enqueue(message, route, mandatory, unit, offered);
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

    /** Enqueues what a transaction has kept. The unit may be null. */
    void commit(Transaction.Publication publication, DurableUnit unit) {
        boolean durable = publication.durableParts() > 0;
        delayed = publication.received().arrivedAt(loop.nowMillis());
        // A message lives from when it gets to its queues, as in RabbitMQ.
        Message message = publication.message().arrivedAt(loop.nowMillis());
        Asker offered = transaction.askerFor(publication.route());
        enqueue(message, publication.route(), publication.mandatory(), durable ? unit : null, offered);
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
