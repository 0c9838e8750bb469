package dev.leveret.interop.kills;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where messages are published to.
 *
 * @param queues all that get a copy
 */
record Target(String exchange, String key, List<String> queues) {

    static final String FANOUT = "copies";
    /** Queues with more than one consumer. */
    static final Set<String> SHARED = Set.of("shared");

    static Target queue(String name) {
        return new Target("", name, List.of(name));
    }

    static Target fanout() {
        return new Target(FANOUT, "", List.of("copy-1", "copy-2", "copy-3"));
    }

    /** The queues that are published to directly. */
    static List<String> directQueues() {
        return List.of("steady", "picky", "shared", "held", "tx-1", "tx-2");
    }

    static List<String> allQueues() {
        List<String> all = new ArrayList<>(directQueues());
        all.addAll(fanout().queues());
        return all;
    }

    /** Declares all of it, durable. */
    static void declareAll(Channel channel) throws IOException {
        channel.exchangeDeclare(FANOUT, "fanout", true);
        for (String queue : allQueues()) {
            channel.queueDeclare(queue, true, false, false, Map.of());
        }
        for (String queue : fanout().queues()) {
            channel.queueBind(queue, FANOUT, "");
        }
    }

    /** What one message with this number to this target becomes. */
    List<Event.Copy> copies(int publisher, int sequence) {
        return queues.stream().map(queue -> new Event.Copy(publisher, sequence, queue)).toList();
    }
}
