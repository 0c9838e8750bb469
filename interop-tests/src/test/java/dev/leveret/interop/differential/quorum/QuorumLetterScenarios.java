package dev.leveret.interop.differential.quorum;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dead letters of quorum queues, by either strategy, and their limits. */
final class QuorumLetterScenarios {

    private QuorumLetterScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("rejected, at most once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, Map.of());
                    rejected(channel, queue, dead);
                }),
                new Scenario("rejected, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.quorumQueue(Map.of());
                    String queue = queue(channel, dead, atLeastOnce(Map.of()));
                    rejected(channel, queue, dead);
                }),
                new Scenario("rejected, at least once, to a classic queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, atLeastOnce(Map.of()));
                    rejected(channel, queue, dead);
                }),
                new Scenario("strategy without reject-publish", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, Map.of("x-dead-letter-strategy", "at-least-once"));
                    rejected(channel, queue, dead);
                }),
                new Scenario("strategy without a dead letter exchange", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of(
                            "x-dead-letter-strategy", "at-least-once", "x-overflow", "reject-publish"));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(consumer.next(), false);
                    channel.awaitReady(queue, 0);
                }),
                new Scenario("expired, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, atLeastOnce(Map.of("x-message-ttl", 50)));
                    channel.publish("", queue, "a");
                    channel.publish("", queue, Content.of("b").expiration("20"));
                    channel.awaitReady(dead, 2);
                    channel.drain(dead);
                }),
                new Scenario("expired, at most once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, Map.of());
                    channel.publish("", queue, Content.of("a").expiration("20"));
                    channel.awaitReady(dead, 1);
                    channel.drain(dead);
                }),
                new Scenario("too many, at most once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, Map.of("x-max-length", 1));
                    channel.publish("", queue, "a", "b");
                    channel.awaitReady(dead, 1);
                    channel.drain(dead);
                    channel.take(queue);
                }),
                new Scenario("too often, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, atLeastOnce(Map.of("x-delivery-limit", 0)));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(consumer.next(), true);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                }),
                new Scenario("all keys of a message with CC, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, atLeastOnce(Map.of()));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, Content.of("a").headers(Map.of("CC", List.of("copy"))));
                    channel.reject(consumer.next(), false);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                }),
                new Scenario("letter that finds no queue stays, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, stage.queueName(), atLeastOnce(Map.of()));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(consumer.next(), false);
                    channel.awaitReady(queue, 0);
                    channel.purge(queue);
                    channel.take(queue);
                }),
                new Scenario("letter that finds no queue is gone, at most once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, stage.queueName(), Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    channel.reject(consumer.next(), false);
                    consumer.next();
                    channel.awaitReady(queue, 0);
                }),
                new Scenario("letter with BCC, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("topic", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "#");
                    String queue = channel.quorumQueue(atLeastOnce(Map.of("x-dead-letter-exchange", exchange)));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, Content.of("a").headers(Map.of("CC", List.of("one"), "BCC", List.of("two"))));
                    channel.reject(consumer.next(), false);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                }),
                new Scenario("reject-publish-dlx of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, Map.of("x-max-length", 1, "x-overflow", "reject-publish-dlx"));
                    channel.publish("", queue, "a", "b");
                    channel.awaitReady(dead, 1);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("several letters keep their order, at least once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, atLeastOnce(Map.of()));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c");
                    channel.nackUpTo(consumer.next(3), false);
                    channel.awaitReady(dead, 3);
                    channel.drain(dead);
                }),
                new Scenario("letter goes through a chain of quorum and classic queues", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String classic = channel.queue(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead,
                            "x-message-ttl", 20));
                    String queue = queue(channel, classic, Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(consumer.next(), false);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                }),
                new Scenario("letters of a quorum queue that goes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, dead, Map.of());
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 1);
                    channel.delete(queue);
                    channel.publish("", dead, "marker");
                    channel.drain(dead);
                }),
                new Scenario("circle of a quorum queue by expiry", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-dead-letter-exchange", "", "x-message-ttl", 20));
                    channel.publish("", queue, "a");
                    stage.pass(300);
                    channel.awaitReady(queue, 0);
                    channel.take(queue);
                }));
    }

    private static Map<String, Object> atLeastOnce(Map<String, Object> more) {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-dead-letter-strategy", "at-least-once");
        arguments.put("x-overflow", "reject-publish");
        return arguments;
    }

    private static String queue(RecordedChannel channel, String dead, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", dead);
        return channel.quorumQueue(arguments);
    }

    private static void rejected(RecordedChannel channel, String queue, String dead) throws Exception {
        RecordedConsumer consumer = channel.consume(queue);
        channel.publish("", queue, Content.of("a").headers(Map.of("mine", "b")));
        channel.reject(consumer.next(), false);
        channel.awaitReady(dead, 1);
        channel.take(dead);
    }
}
