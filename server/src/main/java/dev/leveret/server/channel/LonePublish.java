package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.BroughtKeys;
import dev.leveret.server.vhost.DelayLineRef;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.ReplyAddresses;
import dev.leveret.server.vhost.UnwrittenException;
import dev.leveret.server.vhost.VirtualHost;
import java.util.concurrent.CompletableFuture;

/**
 * A publish by somebody without a connection. It goes the way of a confirmed one: routed, offered to every queue, and over when
 * all of them have answered and what is durable is on disk. On one event loop.
 */
public final class LonePublish implements Asker, DurableUnit.Completion {

    private final VirtualHost vhost;
    private final BrokerLoop loop;
    private final CompletableFuture<Boolean> routed;
    private boolean isRouted;
    private boolean isRefused;
    private int missing;

    private LonePublish(VirtualHost vhost, BrokerLoop loop, CompletableFuture<Boolean> routed) {
        this.vhost = vhost;
        this.loop = loop;
        this.routed = routed;
    }

    /**
     * Publishes a message. On the loop.
     *
     * @param routed completed on the loop: whether it goes anywhere, now or later. Exceptionally with an
     *     {@link UnwrittenException} if a queue or the store has refused it
     * @throws AmqpException as a client would be told that it can't be published
     */
    public static void start(VirtualHost vhost, BrokerLoop loop, Message message, CompletableFuture<Boolean> routed) {
        if (message.header().hasExpiration()) {
            PropertyChecks.checkExpiration(message.header().properties().expiration());
        }
        if (message.header().hasReplyTo() && ReplyAddresses.NAME.equals(message.header().properties().replyTo())) {
            throw AmqpException.preconditionFailed("fast reply consumer does not exist"); // nobody here consumes
        }
        new LonePublish(vhost, loop, routed).send(message.arrivedAt(loop.nowMillis()));
    }

    private void send(Message received) {
        RouteCache routes = new RouteCache(vhost, loop);
        Route route = routes.route(received);
        Message message = routes.routed();
        int parts = route.partsHeard(message);
        isRouted = !route.isNowhere();
        missing = route.queues().length + (parts > 0 ? 1 : 0) + 1;
        DurableUnit unit = parts > 0 ? new DurableUnit(parts, loop.index(), route.keys().after(this)) : null;
        DurableUnit own = route.storedParts(message) > 0 ? unit : null;
        boolean isAnswered = route.keys().areNew() && route.queues().length > 0;
        Asker asker = isAnswered
                ? new OfferedKeys(route.keys(), message, own, route.queues().length, loop, this)
                : this;
        for (QueueRef queue : route.queues()) {
            queue.command(loop, new QueueCommand.Offer(message, queue.stores(message) ? own : null, asker));
        }
        for (DelayLineRef delay : route.delays()) {
            delay.add(loop, received, delay.stores(message) ? own : null);
        }
        for (String address : route.replyAddresses()) {
            vhost.replyAddresses().deliver(loop, address, message);
        }
        if (route.keys() != BroughtKeys.NONE) {
            if (!isAnswered) {
                route.keys().taken(loop, message, own);
            }
            if (unit != null) {
                route.keys().follow(loop, unit);
            }
        }
        outcome(true); // nothing may have been waited for
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public void answer(QueueReply reply) {
        outcome(((QueueReply.Admission) reply).granted());
    }

    @Override
    public void durable() {
        outcome(true);
    }

    @Override
    public void failed() {
        outcome(false);
    }

    private void outcome(boolean isGood) {
        isRefused |= !isGood;
        if (--missing > 0) {
            return;
        }
        if (isRefused) {
            routed.completeExceptionally(new UnwrittenException("the message"));
        } else {
            routed.complete(isRouted);
        }
    }
}
