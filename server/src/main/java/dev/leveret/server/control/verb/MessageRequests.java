package dev.leveret.server.control.verb;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.channel.LonePublish;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.CommandAsker;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.concurrent.CompletableFuture;

/** Messages for and from somebody at the command line, on the ways that those of clients take. */
public final class MessageRequests {

    /** No connection has this number. */
    private static final long NOBODY = 0;

    private final VirtualHosts hosts;
    private final BrokerLoops loops;
    private final Alarms alarms;
    private final long bodySizeMax;

    /** @param bodySizeMax of a message, in bytes */
    public MessageRequests(VirtualHosts hosts, BrokerLoops loops, Alarms alarms, long bodySizeMax) {
        this.hosts = hosts;
        this.loops = loops;
        this.alarms = alarms;
        this.bodySizeMax = bodySizeMax;
    }

    /**
     * Publishes a message, and waits until its queues have it and what is durable is on disk.
     *
     * @return whether it goes anywhere
     * @throws RequestException if it can't be published, or is refused; while an alarm stands nothing is taken
     */
    public boolean publish(String vhost, Message message) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        if (message.bodySize() > bodySizeMax) {
            throw new RequestException("message size " + message.bodySize() + " is larger than configured max size " + bodySizeMax);
        }
        if (!alarms.raised().isEmpty()) {
            throw new RequestException("an alarm stands, so that no message is taken");
        }
        CompletableFuture<Boolean> routed = new CompletableFuture<>();
        BrokerLoop loop = loops.at(0);
        loop.execute(() -> {
            try {
                LonePublish.start(host, loop, message, routed);
            } catch (AmqpException e) {
                routed.completeExceptionally(e);
            }
        });
        return Answers.await(routed);
    }

    /** A queue that messages are taken from. Whatever is not settled goes back to its place when it is closed. */
    public Taken from(String vhost, String name) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        try {
            return new Taken(this, host.queues().require(name, NOBODY));
        } catch (AmqpException e) {
            throw new RequestException(e.error().text(), e);
        }
    }

    /** Null if nothing is ready. */
    QueueReply.Got next(QueueRef queue) throws RequestException {
        BrokerLoop loop = loops.at(0);
        CommandAsker asker = new CommandAsker(loop, UserRequests.BY, new CompletableFuture<>());
        loop.execute(() -> queue.command(loop, new QueueCommand.Get(false, asker)));
        return switch (awaited(queue, asker.reply())) {
            case QueueReply.Got got -> got;
            case QueueReply.Empty empty -> null;
            case QueueReply.Refused refused -> throw new RequestException(refused.error().text());
            case QueueReply other -> throw new IllegalStateException("answer to a get: " + other);
        };
    }

    private QueueReply awaited(QueueRef queue, CompletableFuture<QueueReply> reply) throws RequestException {
        try {
            return Answers.await(reply);
        } catch (RequestException e) {
            // Nobody waits any longer: a message that comes now would be kept for good.
            reply.thenAccept(late -> {
                if (late instanceof QueueReply.Got got) {
                    settle(queue, new Delivery[] {got.delivery()}, Outcome.REQUEUE);
                }
            });
            throw e;
        }
    }

    void settle(QueueRef queue, Delivery[] deliveries, Outcome outcome) {
        BrokerLoop loop = loops.at(0);
        loop.execute(() -> queue.command(loop, new QueueCommand.Settle(deliveries, outcome, null)));
    }
}
