package dev.leveret.server.vhost;

import dev.leveret.queue.state.ConsumerLink;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;

/** A consumer as the queue's side sees it: where it is, and how it is reached there. */
public interface ConsumerSeat extends ConsumerLink {

    /** The loop of its connection. From any thread. */
    BrokerLoop loop();

    /** Unique in this run of the broker. From any thread. */
    long connectionId();

    /** The same for its channel. */
    long channelId();

    /** Takes a delivery. On its own loop. */
    void deliver(Delivery delivery);

    /** The same for another loop. Made on the queue's loop. */
    LoopMessage remoteDelivery(Delivery delivery);

    /** The queue was deleted. On its own loop. */
    void cancelledByServer();

    /** How long its deliveries may be unacknowledged may have changed. On its own loop. */
    void timeoutChanged();
}
