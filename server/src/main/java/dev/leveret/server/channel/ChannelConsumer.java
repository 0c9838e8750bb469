package dev.leveret.server.channel;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.Permit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;
import dev.leveret.server.vhost.ConsumerSeat;
import dev.leveret.server.vhost.QueueRef;
import java.util.concurrent.atomic.AtomicBoolean;

/** A consumer of this channel. What the queue's loop touches is said to be so; all else belongs to the channel's. */
final class ChannelConsumer implements ConsumerSeat, DeliverySource {

    private final Deliveries deliveries;
    private final ConsumerTags tags;
    private final QueueRef queue;
    private final BrokerLoop loop;
    private final Consumer consumer;
    private final byte[] tagWire;
    private final AtomicBoolean waitsForPermit = new AtomicBoolean();

    /** Whether the shared prefetch limit has counted the delivery under way. The queue's loop. */
    private boolean counted;

    /** It is being cancelled, as it has not acknowledged in time. */
    private boolean givenUp;

    /** Bytes of deliveries that the queue has not been given back; {@link ByteCredit}'s. */
    long owedBytes;

    /** It is in {@link ByteCredit}'s list. */
    boolean owedListed;

    ChannelConsumer(
            Deliveries deliveries,
            ConsumerTags tags,
            QueueRef queue,
            BrokerLoop loop,
            ConsumerSettings settings,
            Permit permit) {
        this.deliveries = deliveries;
        this.tags = tags;
        this.queue = queue;
        this.loop = loop;
        this.tagWire = FrameWriter.shortString(settings.tag());
        this.consumer = new Consumer(settings, permit, this);
    }

    String tag() {
        return consumer.settings().tag();
    }

    byte[] tagWire() {
        return tagWire;
    }

    Consumer consumer() {
        return consumer;
    }

    @Override
    public QueueRef queue() {
        return queue;
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public long connectionId() {
        return tags.connectionId();
    }

    @Override
    public long channelId() {
        return tags.channelId();
    }

    @Override
    public void deliver(Delivery delivery) {
        deliveries.deliver(this, delivery);
    }

    @Override
    public LoopMessage remoteDelivery(Delivery delivery) {
        return new RemoteDelivery(this, delivery, counted);
    }

    private record RemoteDelivery(ChannelConsumer to, Delivery delivery, boolean counted) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            if (!counted) {
                to.deliveries.takePermitUnasked(to);
            }
            to.deliver(delivery);
        }
    }

    @Override
    public void cancelledByServer() {
        tags.cancelledByServer(this);
    }

    @Override
    public void timeoutChanged() {
        deliveries.timeouts().watch(this);
    }

    @Override
    public long timeoutMillis() {
        return consumer.noAck() ? 0 : consumer.settings().timeoutMillis();
    }

    /** Whether the client counts on it. */
    boolean isThere() {
        return tags.has(this);
    }

    /** Ends it, as it has not acknowledged in time. What it has goes back. */
    void giveUp() {
        if (!givenUp) {
            givenUp = true;
            tags.giveUp(this);
        }
    }

    /** The queue's loop. */
    void counted(boolean isCounted) {
        counted = isCounted;
    }

    /** Returns false if it waits for a permit already. From any thread. */
    boolean startWaiting() {
        return waitsForPermit.compareAndSet(false, true);
    }

    /** From any thread. */
    void stopWaiting() {
        waitsForPermit.set(false);
    }
}
