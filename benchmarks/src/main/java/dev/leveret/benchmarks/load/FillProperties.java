package dev.leveret.benchmarks.load;

import com.rabbitmq.client.AMQP;
import java.util.Map;

/**
 * The properties of a fill's messages: all the same, or with priorities in turn, or each with a time to live, a time to wait or a group of
 * its own.
 */
final class FillProperties {

    /** The header that says of which group a message is. */
    static final String GROUP = "group";

    /** Coprime to any spread of round numbers, so that so many messages in a row have all different times, in no order. */
    private static final long STRIDE = 7919;

    private final AMQP.BasicProperties[] byPriority;
    private final long ttlMillis;
    private final long delayMillis;
    private final long spread;
    private final int groups;

    /**
     * Chooses, of these options.
     *
     * @param options {@code priorities}: the highest one, the messages have them in turn; {@code ttl} and {@code delay}: the shortest time,
     *     in ms, each message's is up to {@code spread} longer; {@code groups}: how many, the messages are of them in turn
     */
    FillProperties(Options options) {
        int priorities = options.count("priorities", 0);
        byPriority = new AMQP.BasicProperties[priorities + 1];
        for (int priority = 0; priority <= priorities; priority++) {
            byPriority[priority] = priorities == 0 ? Broker.PERSISTENT : Broker.PERSISTENT.builder().priority(priority).build();
        }
        ttlMillis = options.number("ttl", 0);
        delayMillis = options.number("delay", 0);
        spread = options.number("spread", 1000);
        groups = options.count("groups", 0);
    }

    AMQP.BasicProperties of(long sequence) {
        AMQP.BasicProperties properties = byPriority[(int) (sequence % byPriority.length)];
        long more = sequence * STRIDE % spread;
        if (ttlMillis > 0) {
            return properties.builder().expiration(Long.toString(ttlMillis + more)).build();
        }
        if (delayMillis > 0) {
            return properties.builder().headers(Map.of("x-delay", delayMillis + more)).build();
        }
        return groups == 0
                ? properties
                : properties.builder().headers(Map.of(GROUP, (int) (sequence % groups))).build();
    }
}
