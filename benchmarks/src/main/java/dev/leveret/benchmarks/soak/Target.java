package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;

/**
 * Where a publisher sends, and what comes of it: one message in each of these queues.
 *
 * @param queues by name; with more than one they are bound to a fanout exchange
 * @param tracks the books, one a queue
 * @param durable whether queues, exchange and messages survive the broker
 */
record Target(List<String> queues, List<Track> tracks, boolean durable) {

    static Target of(boolean durable, Totals totals, String... queues) {
        List<String> names = List.of(queues);
        return new Target(names, names.stream().map(queue -> new Track(queue, totals.findings())).toList(), durable);
    }

    /** Each session begins with it: what is not durable has gone with the broker. */
    void declare(Channel channel) throws IOException {
        for (String queue : queues) {
            channel.queueDeclare(queue, durable, false, false, null);
        }
        if (queues.size() > 1) {
            channel.exchangeDeclare(exchange(), "fanout", durable);
            for (String queue : queues) {
                channel.queueBind(queue, exchange(), "");
            }
        }
    }

    String exchange() {
        return queues.size() > 1 ? queues.getFirst() + ".fanout" : "";
    }

    String routingKey() {
        return queues.size() > 1 ? "" : queues.getFirst();
    }

    /** The number of the message that is sent now, the same in each track. */
    long send() {
        long number = -1;
        for (Track track : tracks) {
            number = track.send();
        }
        return number;
    }
}
