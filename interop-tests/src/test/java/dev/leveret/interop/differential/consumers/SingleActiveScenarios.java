package dev.leveret.interop.differential.consumers;

import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Queues with a single active consumer. */
final class SingleActiveScenarios {

    private static final Map<String, Object> SINGLE = Map.of("x-single-active-consumer", true);

    private SingleActiveScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("first consumer gets all, and the next one when it is cancelled", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    RecordedConsumer third = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    channel.ackUpTo(first.next(2));
                    channel.counts(queue);
                    channel.cancel(first);
                    channel.publish("", queue, "c", "d");
                    second.next(2);
                    third.rest();
                }),
                new Scenario("active consumer that has no room", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    channel.qos(1);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    long tag = first.next();
                    second.rest();
                    channel.ack(tag);
                    first.next();
                    second.rest();
                }),
                new Scenario("active consumer whose channel closes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedChannel other = stage.sibling();
                    RecordedConsumer first = other.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    first.next(2);
                    other.close();
                    second.next(2);
                }),
                new Scenario("active consumer whose connection ends", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedChannel other = stage.elsewhere();
                    RecordedConsumer first = other.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a");
                    first.next();
                    other.closeConnection();
                    second.next();
                    channel.awaitConsumers(queue, 1);
                }),
                new Scenario("cancelled active consumer keeps what it has", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    channel.qos(1);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    long tag = first.next();
                    channel.cancel(first);
                    second.next();
                    second.rest();
                    channel.reject(tag, true);
                    channel.counts(queue);
                }),
                new Scenario("message that comes back goes to the active one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.nack(first.next(), true);
                    first.next();
                    second.rest();
                }),
                new Scenario("basic.get with a single active consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    channel.publish("", queue, "a");
                    channel.get(queue);
                    channel.take(queue);
                    channel.counts(queue);
                }),
                new Scenario("basic.get with a single active consumer that is there", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    stage.sibling().consume(queue);
                    channel.take(queue);
                }),
                new Scenario("exclusive consumer of a queue with a single active one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    channel.consume(queue, "exclusive", Map.of());
                    channel.counts(queue);
                }),
                new Scenario("exclusive consumer beside a single active one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    stage.sibling().consume(queue);
                    channel.consume(queue, "exclusive", Map.of());
                    channel.counts(queue);
                }),
                new Scenario("consumer of higher priority does not become the active one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer high = channel.consume(queue, "", Map.of("x-priority", 10));
                    channel.publish("", queue, "a");
                    first.next();
                    high.rest();
                }),
                new Scenario("who follows an active consumer: priority or order", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    RecordedConsumer high = channel.consume(queue, "", Map.of("x-priority", 10));
                    channel.cancel(first);
                    channel.publish("", queue, "a");
                    second.rest();
                    high.rest();
                }),
                new Scenario("messages wait while the active consumer is cancelled", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    channel.qos(1);
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    long tag = first.next();
                    channel.cancel(first);
                    channel.ack(tag);
                    channel.publish("", queue, "c");
                    channel.ack(second.next());
                    second.next();
                }),
                new Scenario("single active consumers with priorities on a prefetch of one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    channel.qos(1);
                    RecordedConsumer low = channel.consume(queue, "", Map.of("x-priority", 1));
                    RecordedConsumer high = channel.consume(queue, "", Map.of("x-priority", 2));
                    channel.publish("", queue, "a", "b");
                    channel.ack(low.next());
                    channel.ack(low.next());
                    high.rest();
                }),
                new Scenario("single active consumer without acknowledgements", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedConsumer first = channel.consume(queue, "no-ack", Map.of());
                    RecordedConsumer second = channel.consume(queue, "no-ack", Map.of());
                    channel.publish("", queue, "a", "b");
                    first.next(2);
                    second.rest();
                }),
                new Scenario("single active consumer set to false", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-single-active-consumer", false));
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    first.next();
                    second.next();
                    channel.take(queue);
                }),
                new Scenario("queue with a single active consumer is deleted", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(SINGLE);
                    RecordedChannel other = stage.elsewhere();
                    RecordedConsumer first = other.consume(queue);
                    RecordedConsumer second = other.consume(queue);
                    channel.delete(queue);
                    first.awaitCancel();
                    second.awaitCancel();
                }));
    }
}
