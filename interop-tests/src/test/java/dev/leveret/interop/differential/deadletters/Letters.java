package dev.leveret.interop.differential.deadletters;

import dev.leveret.interop.differential.RecordedChannel;
import java.util.HashMap;
import java.util.Map;

/** The queues that most scenarios of dead letters begin with. */
final class Letters {

    private Letters() {}

    /** A queue whose letters go to another queue, by the default exchange. */
    static String queueTo(RecordedChannel channel, String target, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", target);
        return channel.queue(arguments);
    }

    /** Has the next message of a queue rejected. */
    static void reject(RecordedChannel channel, String queue) throws Exception {
        channel.reject(channel.get(queue), false);
    }

    /** Waits for one letter and takes it. */
    static void take(RecordedChannel channel, String queue) throws Exception {
        channel.awaitReady(queue, 1);
        channel.take(queue);
    }
}
