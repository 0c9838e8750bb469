package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;

/**
 * What a queue had at a moment.
 *
 * @param consumers in the order they came
 */
public record QueueReport(QueueRef queue, Ready ready, Unacked unacked, List<ConsumerReport> consumers) {

    /**
     * Messages that wait to be delivered.
     *
     * @param bodyBytes of all, but for those that a start has found and nobody has read
     * @param bytesInMemory what those in memory take, with all that belongs to them
     * @param head the next one; null if there is none, or it is out of memory
     */
    public record Ready(int count, int countInMemory, long bodyBytes, long bytesInMemory, Message head) {}

    /**
     * Messages that are delivered and not settled, all of them in memory.
     *
     * @param bytes what they take, with all that belongs to them
     */
    public record Unacked(int count, long bytes) {}

    /**
     * One of its consumers.
     *
     * @param channelId unique in this run of the broker
     * @param isActive whether it gets messages, and does not stand by for another one
     */
    public record ConsumerReport(ConsumerSettings settings, long connectionId, long channelId, boolean isActive) {

        static ConsumerReport of(Consumer consumer) {
            ConsumerSeat seat = (ConsumerSeat) consumer.link();
            return new ConsumerReport(consumer.settings(), seat.connectionId(), seat.channelId(), consumer.isActive());
        }
    }

    public QueueReport {
        consumers = List.copyOf(consumers);
    }
}
