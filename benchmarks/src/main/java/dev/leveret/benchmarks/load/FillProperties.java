package dev.leveret.benchmarks.load;

import com.rabbitmq.client.AMQP;

/**
 * The properties of a fill's messages: all the same, or with priorities in turn, or each with a time to live of its own.
 */
final class FillProperties {

    private final AMQP.BasicProperties[] byPriority;
    private final long ttlMillis;

    /**
     * Chooses.
     *
     * @param priorities the highest one, the messages have them in turn; 0 for none
     * @param ttlMillis the shortest time to live, each message's is up to 1,000 ms longer; 0 for none
     */
    FillProperties(int priorities, long ttlMillis) {
        byPriority = new AMQP.BasicProperties[priorities + 1];
        for (int priority = 0; priority <= priorities; priority++) {
            byPriority[priority] = priorities == 0 ? Broker.PERSISTENT : Broker.PERSISTENT.builder().priority(priority).build();
        }
        this.ttlMillis = ttlMillis;
    }

    AMQP.BasicProperties of(long sequence) {
        AMQP.BasicProperties properties = byPriority[(int) (sequence % byPriority.length)];
        return ttlMillis == 0
                ? properties
                : properties.builder().expiration(Long.toString(ttlMillis + sequence * 7919 % 1000)).build();
    }
}
