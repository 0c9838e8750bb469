package dev.leveret.interop.differential.consumers;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** How consumers begin and end. */
final class EndScenarios {

    private EndScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("queue is deleted by another connection", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    stage.elsewhere().delete(queue);
                    first.awaitCancel();
                    second.awaitCancel();
                    channel.counts(queue);
                }),
                new Scenario("queue is deleted by the consumer's own channel", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    consumer.next();
                    channel.delete(queue);
                    consumer.awaitCancel();
                }),
                new Scenario("unacknowledged messages of a deleted queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    long tag = consumer.next(2);
                    stage.elsewhere().delete(queue);
                    consumer.awaitCancel();
                    channel.ackUpTo(tag);
                    channel.ack(tag);
                    channel.awaitClose();
                }),
                new Scenario("exclusive queue with a consumer goes with its connection", stage -> {
                    RecordedChannel channel = stage.channel();
                    RecordedChannel owner = stage.elsewhere();
                    String queue = owner.declare(stage.queueName(), "exclusive", Map.of());
                    owner.consume(queue);
                    channel.publish("", queue, Content.of("m").returned());
                    owner.closeConnection();
                    channel.awaitGone(queue);
                    channel.publish("", queue, Content.of("m").returned());
                }),
                new Scenario("auto-delete queue goes with its last consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.declare(stage.queueName(), "auto-delete", Map.of());
                    RecordedConsumer first = channel.consume(queue);
                    RecordedConsumer second = channel.consume(queue);
                    channel.cancel(first);
                    channel.counts(queue);
                    channel.cancel(second);
                    channel.awaitGone(queue);
                }),
                new Scenario("auto-delete queue that never had a consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.declare(stage.queueName(), "auto-delete", Map.of());
                    channel.publish("", queue, "a");
                    channel.take(queue);
                    channel.counts(queue);
                }),
                new Scenario("auto-delete queue with a dead letter exchange", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.declare(stage.queueName(), "auto-delete", Map.of(
                            "x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    consumer.next();
                    channel.cancel(consumer);
                    channel.awaitGone(queue);
                    channel.publish("", dead, "marker");
                    channel.drain(dead);
                }),
                new Scenario("consumer of a queue that is not there", stage -> stage.channel().consume(stage.queueName())),
                new Scenario("delete if unused", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    stage.elsewhere().delete(queue, true, false);
                    channel.cancel(consumer);
                    channel.publish("", queue, "a");
                    stage.elsewhere().delete(queue, true, false);
                }),
                new Scenario("delete if empty", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a");
                    stage.elsewhere().delete(queue, false, true);
                    channel.get(queue);
                    stage.elsewhere().delete(queue, false, true);
                }),
                new Scenario("delete if unused and empty, being neither", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    consumer.next();
                    stage.elsewhere().delete(queue, true, true);
                }),
                new Scenario("purge and delete count what is ready", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    channel.get(queue);
                    channel.purge(queue);
                    channel.publish("", queue, "d");
                    channel.delete(queue);
                }),
                new Scenario("delete and purge of a queue that is not there", stage -> {
                    stage.channel().delete(stage.queueName());
                    stage.channel().delete(stage.queueName(), true, true);
                    stage.channel().purge(stage.queueName());
                    stage.channel().take(stage.queueName());
                }),
                new Scenario("consumer tag of a cancelled consumer is free", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.cancel(consumer);
                    channel.consumeAs(consumer, queue);
                    channel.publish("", queue, "a");
                    consumer.next();
                }),
                new Scenario("cancelled consumer can still acknowledge", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    long tag = consumer.next();
                    channel.cancel(consumer);
                    channel.ack(tag);
                    channel.drain(queue);
                }),
                new Scenario("acknowledgement of a tag that there is not", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a");
                    channel.get(queue);
                    channel.ack(7);
                    channel.awaitClose();
                    channel.awaitReady(queue, 1);
                    channel.take(queue);
                }),
                new Scenario("acknowledgement given twice", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a");
                    long tag = channel.get(queue);
                    channel.ack(tag);
                    channel.nack(tag, true);
                    channel.awaitClose();
                }),
                new Scenario("rejection of a tag that there is not", stage -> {
                    RecordedChannel channel = stage.channel();
                    channel.reject(1, false);
                    channel.awaitClose();
                }),
                new Scenario("acknowledgement of all where there is nothing", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.ackUpTo(0);
                    channel.counts(queue);
                    channel.ackUpTo(3);
                    channel.awaitClose();
                }));
    }
}
