package dev.leveret.interop.differential.quorum;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import dev.leveret.interop.differential.Stage;
import java.util.List;
import java.util.Map;

/** What can be done with a quorum queue, and what is refused. */
final class RuleScenarios {

    private RuleScenarios() {}

    static List<Scenario> all() {
        return List.of(
                declared("transient quorum queue", ""),
                declared("exclusive quorum queue", "durable exclusive"),
                declared("auto-delete quorum queue", "durable auto-delete"),
                declared("transient exclusive auto-delete quorum queue", "exclusive auto-delete"),
                new Scenario("quorum queue named by the server", stage ->
                        stage.channel().declare("", "durable", Stage.quorum(Map.of()))),
                new Scenario("published, counted, got and acknowledged", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.publish("", queue, "a");
                    channel.publish("", queue, Content.of("b").persistent());
                    channel.awaitReady(queue, 2);
                    channel.ack(channel.get(queue));
                    channel.ack(channel.get(queue));
                    channel.take(queue);
                }),
                new Scenario("delete a quorum queue if unused", stage -> {
                    String queue = stage.channel().quorumQueue(Map.of());
                    stage.elsewhere().delete(queue, true, false);
                }),
                new Scenario("delete a quorum queue if empty", stage -> {
                    String queue = stage.channel().quorumQueue(Map.of());
                    stage.elsewhere().delete(queue, false, true);
                }),
                new Scenario("consumer under a prefetch of the whole channel", stage -> {
                    String queue = stage.channel().quorumQueue(Map.of());
                    RecordedChannel other = stage.elsewhere();
                    other.qos(2, true);
                    other.consume(queue);
                }),
                new Scenario("purge and delete", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    channel.awaitReady(queue, 3);
                    channel.purge(queue);
                    channel.publish("", queue, "d");
                    channel.awaitReady(queue, 1);
                    channel.delete(queue);
                }),
                new Scenario("redeclared with another delivery limit", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-delivery-limit", 2));
                    channel.declare(queue, "durable", Stage.quorum(Map.of("x-delivery-limit", 3)));
                    channel.declare(queue, "durable", Stage.quorum(Map.of()));
                }),
                new Scenario("redeclared as another type", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.declare(queue, "durable", Map.of());
                    channel.declare(queue, "durable", Map.of("x-queue-type", "classic"));
                    channel.declare(queue, "", Stage.quorum(Map.of()));
                }),
                new Scenario("redeclared with another group size and length", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-quorum-initial-group-size", 1, "x-max-length", 10));
                    channel.declare(queue, "durable", Stage.quorum(Map.of("x-quorum-initial-group-size", 3, "x-max-length", 10)));
                    channel.declare(queue, "durable", Stage.quorum(Map.of("x-quorum-initial-group-size", 1, "x-max-length", 9)));
                }),
                new Scenario("queue is deleted under its consumers", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer one = channel.consume(queue);
                    RecordedConsumer two = channel.consume(queue);
                    channel.awaitConsumers(queue, 2);
                    stage.elsewhere().delete(queue);
                    one.awaitCancel();
                    two.awaitCancel();
                }),
                new Scenario("single active consumer of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-single-active-consumer", true));
                    RecordedConsumer first = channel.consume(queue);
                    channel.awaitConsumers(queue, 1);
                    RecordedConsumer second = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    channel.ackUpTo(first.next(2));
                    channel.cancel(first);
                    channel.publish("", queue, "c");
                    second.next();
                }),
                new Scenario("basic.get with a single active consumer of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-single-active-consumer", true));
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 1);
                    channel.take(queue);
                }),
                new Scenario("higher consumer beside the single active one of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-single-active-consumer", true));
                    RecordedConsumer low = channel.consume(queue);
                    channel.awaitConsumers(queue, 1);
                    RecordedConsumer high = channel.consume(queue, "", Map.of("x-priority", 5));
                    channel.awaitConsumers(queue, 2);
                    channel.publish("", queue, "a");
                    low.rest();
                    high.rest();
                }),
                new Scenario("bytes of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-max-length-bytes", 5));
                    channel.publish("", queue, Content.of("aa").headers(Map.of("long", "0123456789")));
                    channel.publish("", queue, "bb", "cc");
                    channel.awaitReady(queue, 2);
                    channel.drain(queue);
                }),
                new Scenario("quorum queue of length zero", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-max-length", 0));
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 0);
                    channel.take(queue);
                }),
                new Scenario("unacknowledged messages of a quorum queue and its length", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-max-length", 1));
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 1);
                    channel.get(queue);
                    channel.publish("", queue, "b", "c");
                    channel.awaitReady(queue, 1);
                    channel.drain(queue);
                }),
                new Scenario("expired message of a quorum queue behind one that is not", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.publish("", queue, Content.of("head"));
                    channel.publish("", queue, Content.of("expired").expiration("1"));
                    channel.publish("", queue, Content.of("tail"));
                    stage.pass(60);
                    channel.awaitReady(queue, 3);
                    channel.take(queue);
                    channel.awaitReady(queue, 1);
                    channel.drain(queue);
                }),
                new Scenario("TTL of zero in a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-message-ttl", 0));
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 0);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.awaitConsumers(queue, 1);
                    channel.publish("", queue, "b");
                    consumer.next();
                }),
                new Scenario("exclusive consumer of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.consume(queue, "exclusive", Map.of());
                    channel.awaitConsumers(queue, 1);
                    stage.elsewhere().consume(queue);
                }),
                new Scenario("messages of different priority in a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.publish("", queue, Content.of("low").priority(1));
                    channel.publish("", queue, Content.of("high").priority(9));
                    channel.awaitReady(queue, 2);
                    channel.drain(queue);
                }),
                new Scenario("TTL of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-message-ttl", 100));
                    channel.publish("", queue, "a");
                    channel.awaitReady(queue, 0);
                    channel.take(queue);
                }),
                new Scenario("expiration in a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.publish("", queue, Content.of("a").expiration("100"));
                    channel.publish("", queue, Content.of("b").expiration("60000"));
                    channel.awaitReady(queue, 1);
                    channel.take(queue);
                }),
                new Scenario("quorum queue that expires", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-expires", 500));
                    channel.awaitGone(queue);
                }),
                new Scenario("full quorum queue drops its head", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of("x-max-length", 2));
                    channel.publish("", queue, "a", "b", "c");
                    channel.awaitReady(queue, 2);
                    channel.drain(queue);
                }),
                new Scenario("consumers of a quorum queue with different prefetch", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    channel.qos(1);
                    RecordedConsumer one = channel.consume(queue);
                    channel.awaitConsumers(queue, 1);
                    channel.qos(2);
                    RecordedConsumer two = channel.consume(queue);
                    channel.awaitConsumers(queue, 2);
                    channel.publish("", queue, "a", "b", "c", "d");
                    channel.ack(one.next());
                    two.next(2);
                    one.next();
                    channel.awaitReady(queue, 0);
                }),
                new Scenario("consumer without acknowledgements of a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer one = channel.consume(queue, "no-ack", Map.of());
                    channel.publish("", queue, "a", "b");
                    one.next(2);
                    channel.awaitReady(queue, 0);
                }),
                new Scenario("consumer's priority on a quorum queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.quorumQueue(Map.of());
                    RecordedConsumer low = channel.consume(queue);
                    channel.awaitConsumers(queue, 1);
                    RecordedConsumer high = channel.consume(queue, "", Map.of("x-priority", 5));
                    channel.awaitConsumers(queue, 2);
                    channel.publish("", queue, "a", "b");
                    high.next(2);
                    low.rest();
                }));
    }

    private static Scenario declared(String name, String words) {
        return new Scenario(name, stage -> {
            String queue = stage.queueName();
            stage.channel().declare(queue, words, Stage.quorum(Map.of()));
            stage.channel().counts(queue);
        });
    }
}
