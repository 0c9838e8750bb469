package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.AccessMethod;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.queue.Outcome;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.event.ChannelEvents;
import dev.leveret.server.event.ChannelTap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel: its state, and who does what with a method. Owned by the connection's loop.
 *
 * <p>Refusals are thrown; the caller answers them, as it does those that are found later and go to {@link
 * ConnectionContext#channelFailed}.
 */
public final class ChannelSession {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSession.class);

    /** An answer to access.request that means nothing: tickets have not been used since AMQP 0-8. */
    private static final int TICKET = 1;

    private enum State {
        OPEN,
        /** The client has closed it, and waits for close-ok. */
        CLOSING,
        /** There is nothing left of it. */
        ENDED
    }

    private final ConnectionContext connection;
    private final int number;
    private final ChannelWire wire;
    private final PendingReply pending;
    private final Backlog backlog;
    private final QueueNames names = new QueueNames();
    private final Confirms confirms;
    private final Transaction transaction;
    private final Deliveries deliveries;
    private final ConsumerTags consumers;
    private final DirectReplies directReplies;
    private final Publishing publishing;
    private final Commits commits;
    private final ExchangeRequests exchanges;
    private final QueueRequests queues;
    private final Departure departure;
    private final AccessChecks access;

    private State state = State.OPEN;
    private boolean workingOffBacklog;

    /** A channel that has just been opened. */
    public ChannelSession(ConnectionContext connection, int number) {
        var loop = connection.loop();
        var vhost = connection.vhost();
        var loops = vhost.queues().loops();
        this.connection = connection;
        this.number = number;
        wire = new ChannelWire(connection.outbox(), number, connection.limits().frameMax());
        pending = new PendingReply(connection, number, wire, this::workOffBacklog);
        backlog = new Backlog(connection);
        confirms = new Confirms(loop, loops, wire);
        transaction = new Transaction(loop, pending);
        var prefetch = new GlobalPrefetch(loop);
        var settlements = new Settlements(loop, prefetch);
        var credit = new ByteCredit(loop, connection.outbox());
        var tap = new ChannelTap(connection, number);
        var events = new ChannelEvents(connection, number);
        deliveries = new Deliveries(connection, number, wire, pending, prefetch, settlements, transaction, credit, tap);
        directReplies = new DirectReplies(loop, vhost.replyAddresses(), wire, deliveries);
        consumers = new ConsumerTags(connection, wire, pending, deliveries, prefetch, directReplies, names, events);
        publishing = new Publishing(connection, wire, pending, confirms, transaction, directReplies, tap);
        commits = new Commits(loop, loops, wire, pending, transaction, confirms, publishing, deliveries);
        exchanges = new ExchangeRequests(connection, pending);
        queues = new QueueRequests(connection, pending, names);
        access = new AccessChecks(connection.access(), vhost.topology(), names);
        departure = new Departure(loop, loops, pending, consumers, deliveries, settlements, events);
    }

    /**
     * Takes a method.
     *
     * @throws AmqpException what it is refused with
     */
    public void handle(ToChannel method) {
        connection.loop().worked();
        if (state != State.OPEN) {
            return; // it was sent behind a channel.close, or before the client knew of ours
        }
        if (pending.waiting()) {
            backlog.add(new Backlog.Entry.Method(method));
        } else {
            dispatch(method);
        }
    }

    /** Takes a content header; otherwise as {@link #handle}. */
    public void contentHeader(int classId, long bodySize, ContentHeader header) {
        if (state != State.OPEN) {
            return;
        }
        if (pending.waiting()) {
            backlog.add(new Backlog.Entry.Header(classId, bodySize, header));
        } else {
            header(classId, bodySize, header);
        }
    }

    private void header(int classId, long bodySize, ContentHeader header) {
        access.check(header);
        publishing.header(classId, bodySize, header);
    }

    /** Takes a part of a body, whose array it keeps; otherwise as {@link #handle}. */
    public void body(byte[] chunk) {
        if (state != State.OPEN) {
            return;
        }
        if (pending.waiting()) {
            backlog.add(new Backlog.Entry.Body(chunk));
        } else {
            publishing.body(chunk);
        }
    }

    /** What has come of a body that is not complete, in bytes. */
    public long unfinishedBytes() {
        return publishing.unfinishedBytes();
    }

    /** What it is and has now. */
    public ChannelReport report() {
        return new ChannelReport(
                consumers.channelId(),
                number,
                confirms.isEnabled(),
                transaction.isActive(),
                consumers.count(),
                new ChannelReport.Open(
                        deliveries.unackedCount(), confirms.openCount(), transaction.publicationCount(), transaction.settlementCount()),
                new ChannelReport.Prefetch(consumers.prefetchMax(), consumers.globalPrefetchMax()));
    }

    private void dispatch(ToChannel method) {
        publishing.expectMethod();
        access.check(method);
        switch (method) {
            case BasicMethod.Publish publish -> publishing.begin(publish);
            case BasicMethod.Ack ack -> deliveries.settle(ack.deliveryTag(), ack.multiple(), Outcome.ACK);
            case BasicMethod.Nack nack -> deliveries.settle(nack.deliveryTag(), nack.multiple(), nack.requeue() ? Outcome.REQUEUE : Outcome.DISCARD);
            case BasicMethod.Reject reject -> deliveries.settle(reject.deliveryTag(), false, reject.requeue() ? Outcome.FAIL : Outcome.DISCARD);
            case BasicMethod.Get get -> consumers.get(get);
            case BasicMethod.Qos qos -> consumers.qos(qos);
            case BasicMethod.Consume consume -> consumers.consume(consume);
            case BasicMethod.Cancel cancel -> consumers.cancel(cancel);
            case BasicMethod.CancelOk cancelOk -> throw unasked(); // our cancellations do not ask for one
            case BasicMethod.Recover recover -> deliveries.recover(recover.requeue());
            case BasicMethod.RecoverAsync recover -> deliveries.recoverAsync(recover.requeue());
            case ConfirmMethod.Select select -> commits.enableConfirms(select);
            case TxMethod.Select select -> commits.enableTransactions();
            case TxMethod.Commit commit -> commits.commit();
            case TxMethod.Rollback rollback -> commits.rollBack();
            case QueueMethod.Declare declare -> queues.declare(declare);
            case QueueMethod.Bind bind -> queues.bind(bind);
            case QueueMethod.Unbind unbind -> queues.unbind(unbind);
            case QueueMethod.Purge purge -> queues.purge(purge);
            case QueueMethod.Delete delete -> queues.delete(delete);
            case ExchangeMethod.Declare declare -> exchanges.declare(declare);
            case ExchangeMethod.Delete delete -> exchanges.delete(delete);
            case ExchangeMethod.Bind bind -> exchanges.bind(bind);
            case ExchangeMethod.Unbind unbind -> exchanges.unbind(unbind);
            case ChannelMethod.Open open -> throw AmqpException.channelError("second 'channel.open' seen");
            case ChannelMethod.Flow flow -> flow(flow);
            case ChannelMethod.FlowOk flowOk -> throw unasked(); // we never stop a client's flow in this way
            case ChannelMethod.Close close -> closedByClient();
            case ChannelMethod.CloseOk closeOk -> throw unasked();
            case AccessMethod.Request request -> wire.method(new AccessMethod.RequestOk(TICKET));
        }
    }

    /** An answer to nothing, in the words of RabbitMQ. */
    private static AmqpException unasked() {
        return AmqpException.commandInvalid("unimplemented method");
    }

    private void flow(ChannelMethod.Flow flow) {
        if (!flow.active()) {
            throw AmqpException.notImplemented("active=false");
        }
        wire.method(new ChannelMethod.FlowOk(true));
    }

    private void closedByClient() {
        state = State.CLOSING;
        confirms.tell();
        end(() -> {
            // Order: after the requeues. The number may be used again as soon as this is out.
            if (state == State.CLOSING) {
                state = State.ENDED;
                wire.method(new ChannelMethod.CloseOk());
                connection.channelClosed(number);
            }
        });
    }

    /** Tells the client now what is confirmed: after a close there is no telling any more. */
    public void tellConfirms() {
        confirms.tell();
    }

    /**
     * The connection has ended or is about to, or is about to close this channel: lets go of everything, and runs the task
     * when the queues know. Whatever the client sends from now on is passed over.
     */
    public void connectionClosing(Runnable done) {
        state = State.ENDED;
        end(done);
    }

    private void end(Runnable done) {
        confirms.end();
        backlog.clear();
        directReplies.end();
        departure.start(done);
    }

    private void workOffBacklog() {
        if (workingOffBacklog) {
            return;
        }
        workingOffBacklog = true;
        while (state == State.OPEN && !pending.waiting() && !backlog.isEmpty()) {
            handle(backlog.poll());
        }
        workingOffBacklog = false;
    }

    private void handle(Backlog.Entry entry) {
        try {
            switch (entry) {
                case Backlog.Entry.Method waiting -> dispatch(waiting.method());
                case Backlog.Entry.Header header ->
                    header(header.classId(), header.bodySize(), header.header());
                case Backlog.Entry.Body body -> publishing.body(body.chunk());
            }
        } catch (AmqpException e) {
            connection.channelFailed(number, e.at(methodId(entry)));
        } catch (RuntimeException e) {
            LOG.error("channel {} of {} failed", number, connection.name(), e);
            connection.channelFailed(number, AmqpException.internalError("see the broker's log").at(methodId(entry)));
        }
    }

    private static int methodId(Backlog.Entry entry) {
        return entry instanceof Backlog.Entry.Method waiting ? waiting.method().id() : BasicMethod.Publish.ID;
    }
}
