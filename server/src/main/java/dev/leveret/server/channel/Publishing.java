package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.frame.ContentAssembler;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.QueueRef;

/** From the frames of a publish to the queues, to a return and to a confirm: AMQP 0-9-1 §1.8.3.7. */
final class Publishing {

    /** Messages that go to several queues without anybody waiting: the store keeps each once, and nobody is told. */
    private static final DurableUnit.Completion NOBODY = new DurableUnit.Completion() {
        @Override
        public void durable() {
            // The publisher asked for no confirm.
        }

        @Override
        public void failed() {
            // The publisher asked for no confirm.
        }
    };

    private final ConnectionContext connection;
    private final BrokerLoop loop;
    private final ChannelWire wire;
    private final PendingReply pending;
    private final RouteCache routes;
    private final Confirms confirms;
    private final Transaction transaction;
    private final DirectReplies directReplies;
    private final ContentAssembler assembler;

    Publishing(
            ConnectionContext connection,
            ChannelWire wire,
            PendingReply pending,
            Confirms confirms,
            Transaction transaction,
            DirectReplies directReplies) {
        this.connection = connection;
        this.loop = connection.loop();
        this.wire = wire;
        this.pending = pending;
        this.routes = connection.routes();
        this.confirms = confirms;
        this.transaction = transaction;
        this.directReplies = directReplies;
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
        if (transaction.isActive()) {
            transaction.publish(new Transaction.Publication(routes.routed(), route, mandatory));
            return;
        }
        dispatch(routes.routed(), route, mandatory);
    }

    private void dispatch(Message message, Route route, boolean mandatory) {
        int durableParts = message.header().persistent() ? route.durableCount() : 0;
        DurableUnit unit = null;
        if (confirms.isEnabled()) {
            boolean isSent = isSent(message, route);
            if (durableParts > 0) {
                unit = confirms.open(durableParts, isSent);
            } else {
                confirms.accepted(isSent);
            }
        } else if (durableParts > 1) {
            unit = new DurableUnit(durableParts, loop.index(), NOBODY);
        }
        enqueue(message, route, mandatory, unit);
    }

    /** Whether a copy goes to another loop without a part in a unit, whose outcome would tell that it has arrived. */
    private boolean isSent(Message message, Route route) {
        boolean isSent = false;
        for (QueueRef queue : route.queues()) {
            BrokerLoop other = queue.wayFrom(loop);
            if (other != null && !(queue.durable() && message.header().persistent())) {
                confirms.sendsTo(other);
                isSent = true;
            }
        }
        return isSent;
    }

    /** Enqueues what a transaction has kept. The unit may be null. */
    void commit(Transaction.Publication publication, DurableUnit unit) {
        boolean durable = publication.durableParts() > 0;
        // A message lives from when it gets to its queues, as in RabbitMQ.
        enqueue(publication.message().arrivedAt(loop.nowMillis()), publication.route(), publication.mandatory(), durable ? unit : null);
    }

    private void enqueue(Message message, Route route, boolean mandatory, DurableUnit unit) {
        QueueRef[] queues = route.queues();
        for (QueueRef queue : queues) {
            queue.enqueue(loop, message, queue.durable() ? unit : null);
        }
        for (String address : route.replyAddresses()) {
            connection.vhost().replyAddresses().deliver(loop, address, message);
        }
        if (mandatory && queues.length == 0) {
            // A direct reply address is no queue: RabbitMQ returns such a message too, delivered or not.
            wire.unroutable(message);
            pending.goOnWhenSent(BasicMethod.Publish.ID);
        }
    }
}
