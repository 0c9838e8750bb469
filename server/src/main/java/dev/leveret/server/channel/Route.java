package dev.leveret.server.channel;

import dev.leveret.routing.Destinations;
import dev.leveret.server.vhost.QueueRef;

/**
 * Where a message goes.
 *
 * @param queues each once; not to be changed
 * @param durableCount how many of them are durable
 * @param replyAddresses of consumers of direct reply-to that it goes to as well, each once; not to be changed
 */
record Route(QueueRef[] queues, int durableCount, String[] replyAddresses) {

    /** Whether one of the queues may refuse a message now. */
    boolean mayBeRefused() {
        for (QueueRef queue : queues) {
            if (queue.mayRefuse()) {
                return true;
            }
        }
        return false;
    }

    /** To what the router has found. */
    static Route of(Destinations destinations, String[] replyAddresses) {
        QueueRef[] queues = new QueueRef[destinations.count()];
        int durableCount = 0;
        for (int i = 0; i < queues.length; i++) {
            queues[i] = (QueueRef) destinations.target(i);
            durableCount += queues[i].durable() ? 1 : 0;
        }
        return new Route(queues, durableCount, replyAddresses);
    }
}
