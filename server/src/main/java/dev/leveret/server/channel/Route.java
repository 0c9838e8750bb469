package dev.leveret.server.channel;

import dev.leveret.amqp.message.Message;
import dev.leveret.routing.Destinations;
import dev.leveret.server.vhost.BroughtKeys;
import dev.leveret.server.vhost.DelayLineRef;
import dev.leveret.server.vhost.QueueRef;
import java.util.List;

/**
 * Where a message goes.
 *
 * @param queues each once; not to be changed
 * @param durableCount how many of them are durable
 * @param quorumCount how many of them are quorum queues, which keep transient messages as well
 * @param replyAddresses of consumers of direct reply-to that it goes to as well, each once; not to be changed
 * @param delays where it has to wait before it goes further
 * @param keys what it means to exchanges that deduplicate
 */
record Route(
        QueueRef[] queues,
        int durableCount,
        int quorumCount,
        String[] replyAddresses,
        List<DelayLineRef> delays,
        BroughtKeys keys) {

    private static final QueueRef[] NO_QUEUES = {};
    private static final String[] NOBODY = {};

    /** Of a message whose exchange has gone. */
    static final Route NOWHERE = new Route(NO_QUEUES, 0, 0, NOBODY, List.of(), BroughtKeys.NONE);

    /** Whether one of the queues may refuse a message now. */
    boolean mayBeRefused() {
        for (QueueRef queue : queues) {
            if (queue.mayRefuse()) {
                return true;
            }
        }
        return false;
    }

    /** How many of these places keep this message in the store. */
    int storedParts(Message message) {
        if (!message.header().persistent()) {
            return quorumCount;
        }
        return delays.isEmpty() ? durableCount : durableCount + storedDelays(message);
    }

    private int storedDelays(Message message) {
        return (int) delays.stream().filter(delay -> delay.stores(message)).count();
    }

    /** Whether it goes nowhere, now or later. */
    boolean isNowhere() {
        return queues.length == 0 && delays.isEmpty();
    }

    /** How many parts a unit has that somebody waits for: of the message and its keys, and of what it repeats. */
    int partsHeard(Message message) {
        int stored = storedParts(message);
        return keys == BroughtKeys.NONE ? stored : stored + keys.parts(stored) + keys.repeatedCount();
    }

    /** How many parts a unit has that nobody waits for. */
    int partsUnheard(Message message) {
        int stored = storedParts(message);
        return keys == BroughtKeys.NONE ? stored : stored + keys.parts(stored);
    }

    /** To what the router has found. */
    static Route of(
            Destinations destinations, String[] replyAddresses, List<DelayLineRef> delays, BroughtKeys keys) {
        QueueRef[] queues = new QueueRef[destinations.count()];
        int durableCount = 0;
        int quorumCount = 0;
        for (int i = 0; i < queues.length; i++) {
            queues[i] = (QueueRef) destinations.target(i);
            durableCount += queues[i].durable() ? 1 : 0;
            quorumCount += queues[i].isQuorum() ? 1 : 0;
        }
        return new Route(queues, durableCount, quorumCount, replyAddresses, delays, keys);
    }
}
