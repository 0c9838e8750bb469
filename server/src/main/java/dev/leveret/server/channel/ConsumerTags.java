package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.queue.ConsumerArguments;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.event.ChannelEvents;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.ReplyAddresses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumers of a channel by their tags: starting and cancelling them. AMQP 0-9-1 §1.8.3.3 to §1.8.3.6. */
final class ConsumerTags {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerTags.class);

    private final ConnectionContext connection;
    private final BrokerLoop loop;
    private final ChannelWire wire;
    private final PendingReply pending;
    private final Deliveries deliveries;
    private final GlobalPrefetch prefetch;
    private final DirectReplies directReplies;
    private final QueueNames names;
    private final ChannelEvents events;
    private final Map<String, ChannelConsumer> byTag = new LinkedHashMap<>();

    /** Of consumers that start from now on; 0: no limit. */
    private int prefetchMax;

    ConsumerTags(
            ConnectionContext connection,
            ChannelWire wire,
            PendingReply pending,
            Deliveries deliveries,
            GlobalPrefetch prefetch,
            DirectReplies directReplies,
            QueueNames names,
            ChannelEvents events) {
        this.connection = connection;
        this.loop = connection.loop();
        this.wire = wire;
        this.pending = pending;
        this.deliveries = deliveries;
        this.prefetch = prefetch;
        this.directReplies = directReplies;
        this.names = names;
        this.events = events;
    }

    /** RabbitMQ doc page "Consumer Prefetch": global is for the channel, else it is for consumers still to come. */
    void qos(BasicMethod.Qos qos) {
        if (qos.prefetchSize() != 0) {
            throw AmqpException.notImplemented("prefetch_size!=0 (%d)", qos.prefetchSize());
        }
        if (qos.global()) {
            prefetch.limit(qos.prefetchCount(), deliveries.unsettledOfConsumers());
        } else {
            prefetch.limit(0, 0);
            prefetchMax = qos.prefetchCount();
        }
        wire.method(new BasicMethod.QosOk());
    }

    /** From any thread. */
    long connectionId() {
        return connection.id();
    }

    /** From any thread. */
    long channelId() {
        return events.channelId();
    }

    int count() {
        return byTag.size();
    }

    /** How many unacknowledged messages each consumer to come may hold; 0: any number. */
    int prefetchMax() {
        return prefetchMax;
    }

    /** The limit of all consumers together; 0: there is none. */
    int globalPrefetchMax() {
        return prefetch.limit();
    }

    /** Asks a queue for one message, for no consumer. */
    void get(BasicMethod.Get get) {
        deliveries.get(connection.vhost().queues().require(names.resolve(get.queue()), connection.id()), get.noAck());
    }

    void consume(BasicMethod.Consume consume) {
        connection.requireRoom();
        String asked = consume.consumerTag();
        if (byTag.containsKey(asked)) {
            throw reused(asked);
        }
        if (byTag.size() >= consumerMax()) {
            throw AmqpException.notAllowed("reached maximum (%d) of consumers per channel", consumerMax());
        }
        String tag = asked.isEmpty() ? GeneratedNames.consumerTag() : asked;
        if (consume.queue().equals(ReplyAddresses.NAME)) {
            directReplies.consume(consume, tag);
            pending.answer(consume.noWait(), new BasicMethod.ConsumeOk(tag));
            return;
        }
        if (directReplies.isConsumer(asked)) {
            // Deviation: RabbitMQ takes it, and has two consumers of one tag then.
            throw reused(asked);
        }
        QueueRef queue = connection.vhost().queues().require(names.resolve(consume.queue()), connection.id());
        if (queue.isQuorum() && prefetch.limits()) {
            throw AmqpException.notImplemented("%s does not support global qos", queue);
        }
        ConsumerArguments.check(consume.arguments(), queue.settings().describe());
        subscribe(consume, tag, queue);
    }

    private int consumerMax() {
        return connection.settings().protocol().consumerMax();
    }

    private static AmqpException reused(String tag) {
        return AmqpException.notAllowed("attempt to reuse consumer tag '%s'", tag);
    }

    private void subscribe(BasicMethod.Consume consume, String tag, QueueRef queue) {
        var settings = new ConsumerSettings(
                tag, consume.noAck(), consume.exclusive(), prefetchMax, connection.settings().resources().unackedBytesMax(),
                consume.arguments());
        var consumer = new ChannelConsumer(deliveries, this, queue, loop, settings, prefetch);
        pending.begin(BasicMethod.Consume.ID);
        queue.command(
                loop,
                new QueueCommand.Subscribe(
                        consumer.consumer(), new SubscribeQuestion(this, consumer, consume.noWait())));
    }

    private record SubscribeQuestion(ConsumerTags tags, ChannelConsumer consumer, boolean noWait) implements Asker {

        @Override
        public BrokerLoop loop() {
            return tags.loop;
        }

        @Override
        public void answer(QueueReply reply) {
            switch (reply) {
                case QueueReply.Subscribed subscribed -> {
                    tags.byTag.put(consumer.tag(), consumer);
                    tags.deliveries.timeouts().watch(consumer);
                    tags.events.consumerCreated(consumer.queue().name(), consumer.consumer().settings());
                    tags.pending.done(noWait, new BasicMethod.ConsumeOk(consumer.tag()));
                }
                case QueueReply.Refused refused -> tags.pending.failed(refused.error());
                default -> throw new IllegalStateException("answer to a subscription: " + reply);
            }
        }
    }

    void cancel(BasicMethod.Cancel cancel) {
        String tag = cancel.consumerTag();
        if (directReplies.isConsumer(tag)) {
            directReplies.end();
        }
        ChannelConsumer consumer = byTag.get(tag);
        if (consumer == null) {
            // The specification wants a cancellation of nothing to succeed: the queue may have gone meanwhile.
            pending.answer(cancel.noWait(), new BasicMethod.CancelOk(tag));
            return;
        }
        pending.begin(BasicMethod.Cancel.ID);
        consumer.queue()
                .command(
                        loop,
                        new QueueCommand.Cancel(
                                consumer.consumer(), new CancelQuestion(this, consumer, cancel.noWait())));
    }

    private record CancelQuestion(ConsumerTags tags, ChannelConsumer consumer, boolean noWait) implements Asker {

        @Override
        public BrokerLoop loop() {
            return tags.loop;
        }

        @Override
        public void answer(QueueReply reply) {
            if (tags.byTag.remove(consumer.tag(), consumer)) {
                tags.events.consumerCancelled(consumer.queue().name(), consumer.tag());
            }
            tags.pending.done(noWait, new BasicMethod.CancelOk(consumer.tag()));
        }
    }

    /** The queue has been deleted, or has let go of this consumer for another reason of ours: RabbitMQ doc page "Consumer Cancel Notification". */
    void cancelledByServer(ChannelConsumer consumer) {
        boolean known = byTag.remove(consumer.tag(), consumer);
        if (known) {
            events.consumerLost(consumer.queue().name(), consumer.tag());
        }
        if (known && connection.capabilities().consumerCancelNotify()) {
            wire.method(new BasicMethod.Cancel(consumer.tag(), true));
        }
    }

    /** Whether this consumer has not been cancelled. */
    boolean has(ChannelConsumer consumer) {
        return byTag.get(consumer.tag()) == consumer;
    }

    /** A consumer has not acknowledged in time. What it has goes back now, and what is on its way to it when the queue has answered. */
    void giveUp(ChannelConsumer consumer) {
        LOG.warn("consumer {} of {} is cancelled: delivery acknowledgement timed out; connection {}",
                consumer.tag(), consumer.queue(), connection.name());
        // Order: cancelled first, or it would get the same messages again.
        consumer.queue().command(loop, new QueueCommand.Cancel(consumer.consumer(), new GivingUp(this, consumer)));
        deliveries.takeBack(consumer);
    }

    private record GivingUp(ConsumerTags tags, ChannelConsumer consumer) implements Asker {

        @Override
        public BrokerLoop loop() {
            return tags.loop;
        }

        @Override
        public void answer(QueueReply reply) {
            tags.deliveries.takeBack(consumer);
            tags.cancelledByServer(consumer);
        }
    }

    /** All consumers; there are none any more. */
    List<ChannelConsumer> takeAll() {
        List<ChannelConsumer> all = new ArrayList<>(byTag.values());
        byTag.clear();
        all.forEach(consumer -> events.consumerLost(consumer.queue().name(), consumer.tag()));
        return all;
    }
}
