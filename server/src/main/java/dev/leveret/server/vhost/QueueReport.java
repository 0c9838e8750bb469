package dev.leveret.server.vhost;

import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;

/**
 * What a queue had at a moment.
 *
 * @param ready messages that wait to be delivered
 * @param unacked messages that are delivered and not settled
 * @param bytesInMemory of both
 * @param consumers in the order they came
 */
public record QueueReport(QueueRef queue, int ready, int unacked, long bytesInMemory, List<ConsumerReport> consumers) {

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
