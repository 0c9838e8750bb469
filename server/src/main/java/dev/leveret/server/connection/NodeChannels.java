package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.notAllowed;

import java.util.concurrent.atomic.AtomicInteger;

/** How many channels are open on this node, of all connections together. From all loops; never touched by a message. */
final class NodeChannels {

    private final String node;
    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * None yet.
     *
     * @param node name of the node, for clients
     * @param max {@link Integer#MAX_VALUE} if there is no limit
     */
    NodeChannels(String node, int max) {
        this.node = node;
        this.max = max;
    }

    /** Counts one more, or throws 530 if there are as many as may be. */
    void open() {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            throw notAllowed("number of channels opened on node '%s' has reached the maximum allowed limit of (%d)", node, max);
        }
    }

    /** So many have been closed. */
    void close(int number) {
        count.addAndGet(-number);
    }
}
