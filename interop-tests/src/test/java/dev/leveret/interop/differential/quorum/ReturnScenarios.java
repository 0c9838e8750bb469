package dev.leveret.interop.differential.quorum;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import dev.leveret.interop.differential.Stage;
import java.util.List;
import java.util.Map;

/** Messages that come back to a quorum queue, and how often they may. */
final class ReturnScenarios {

    private ReturnScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("deliveries are counted in a header", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 5));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, Content.of("a").headers(Map.of("mine", 1)));
                    channel.reject(consumer.next(), true);
                    channel.nack(consumer.next(), true);
                    channel.ack(consumer.next());
                }),
                new Scenario("message that comes back too often is dropped", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 1));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(consumer.next(), true);
                    channel.reject(consumer.next(), true);
                    channel.publish("", queue, "marker");
                    consumer.next();
                }),
                new Scenario("limit of zero", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 0));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(consumer.next(), true);
                    channel.publish("", queue, "marker");
                    consumer.next();
                }),
                new Scenario("message that comes back too often is a dead letter", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 1, "x-dead-letter-exchange", "",
                            "x-dead-letter-routing-key", dead));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, Content.of("a").headers(Map.of("mine", 1)));
                    channel.reject(consumer.next(), true);
                    channel.reject(consumer.next(), true);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                }),
                new Scenario("channel that closes counts as a return", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 1));
                    channel.publish("", queue, "a");
                    for (int i = 0; i < 2; i++) {
                        RecordedChannel other = stage.sibling();
                        RecordedConsumer consumer = other.consume(queue);
                        consumer.next();
                        other.close();
                    }
                    channel.publish("", queue, "marker");
                    channel.consume(queue).next();
                }),
                new Scenario("message got and given back", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 1);
                    channel.reject(channel.get(queue), true);
                    channel.awaitReady(queue, 1);
                    channel.get(queue);
                }),
                new Scenario("header of the count that a client made up", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, Content.of("a").headers(Map.of("x-delivery-count", 7)));
                    channel.reject(consumer.next(), true);
                    consumer.next();
                }),
                new Scenario("where a message comes back to if there is a limit", stage -> back(stage, Map.of("x-delivery-limit", 5))),
                new Scenario("where a message comes back to if there is none", stage -> back(stage, Map.of())),
                new Scenario("several that come back out of order", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 5));
                    channel.publish("", queue, "a", "b", "c", "d");
                    channel.awaitReady(queue, 4);
                    long a = channel.get(queue);
                    long b = channel.get(queue);
                    long c = channel.get(queue);
                    channel.reject(b, true);
                    channel.reject(c, true);
                    channel.reject(a, true);
                    channel.awaitReady(queue, 4);
                    channel.drain(queue);
                }),
                new Scenario("recover of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 5));
                    channel.publish("", queue, "a", "b");
                    channel.awaitReady(queue, 2);
                    channel.get(queue);
                    channel.get(queue);
                    channel.recover();
                    channel.awaitReady(queue, 2);
                    channel.drain(queue);
                }),
                new Scenario("rejected message goes to the next consumer of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer one = channel.consume(queue);
                    channel.awaitConsumers(queue, 1);
                    RecordedConsumer two = channel.consume(queue);
                    channel.awaitConsumers(queue, 2);
                    channel.publish("", queue, "a");
                    channel.reject(one.next(), true);
                    two.next();
                    one.rest();
                }),
                new Scenario("message that comes back more than twenty times, and no limit is named", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    for (int i = 0; i <= 20; i++) {
                        channel.reject(consumer.next(), true);
                    }
                    channel.publish("", queue, "marker");
                    consumer.next();
                }),
                new Scenario("cancelled consumer of a quorum queue keeps what it has", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    long tag = consumer.next();
                    channel.cancel(consumer);
                    channel.awaitConsumers(queue, 0);
                    channel.take(queue);
                    channel.ack(tag);
                    channel.awaitReady(queue, 0);
                }));
    }

    private static void back(Stage stage, Map<String, Object> arguments) throws Exception {
        RecordedChannel channel = stage.channel();
        String queue = channel.quorumQueue(arguments);
        channel.publish("", queue, "a", "b", "c");
        channel.awaitReady(queue, 3);
        channel.reject(channel.get(queue), true);
        channel.awaitReady(queue, 3);
        channel.drain(queue);
    }
}
