package dev.leveret.interop.differential.deadletters;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Messages that die more than once: x-death, and what goes round in a circle. */
final class HistoryScenarios {

    private HistoryScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("chain of three queues", stage -> {
                    RecordedChannel channel = stage.channel();
                    String last = channel.queue(Map.of());
                    String third = Letters.queueTo(channel, last, Map.of());
                    String second = Letters.queueTo(channel, third, Map.of());
                    String first = Letters.queueTo(channel, second, Map.of());
                    channel.publish("", first, "m");
                    for (String queue : List.of(first, second, third)) {
                        channel.awaitReady(queue, 1);
                        Letters.reject(channel, queue);
                    }
                    Letters.take(channel, last);
                }),
                new Scenario("two deaths of different reasons in different queues", stage -> {
                    RecordedChannel channel = stage.channel();
                    String last = channel.queue(Map.of());
                    String second = Letters.queueTo(channel, last, Map.of("x-message-ttl", 20));
                    String first = Letters.queueTo(channel, second, Map.of());
                    channel.publish("", first, Content.of("m").expiration("60000"));
                    Letters.reject(channel, first);
                    Letters.take(channel, last);
                }),
                new Scenario("two deaths by expiration", stage -> {
                    RecordedChannel channel = stage.channel();
                    String last = channel.queue(Map.of());
                    String second = Letters.queueTo(channel, last, Map.of("x-message-ttl", 20));
                    String first = Letters.queueTo(channel, second, Map.of());
                    channel.publish("", first, Content.of("m").expiration("20"));
                    Letters.take(channel, last);
                }),
                new Scenario("twice rejected in one queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", ""));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    channel.awaitReady(queue, 1);
                    Letters.reject(channel, queue);
                    channel.awaitReady(queue, 1);
                    Letters.reject(channel, queue);
                    Letters.take(channel, queue);
                }),
                new Scenario("rejected and too many in one queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of("x-max-length", 1));
                    String back = Letters.queueTo(channel, queue, Map.of());
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                    channel.publish("", back, "n");
                    Letters.reject(channel, back);
                    channel.awaitReady(queue, 1);
                    channel.publish("", queue, "o");
                    Letters.take(channel, dead);
                }),
                new Scenario("expired into its own queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", "", "x-message-ttl", 20));
                    channel.publish("", queue, "m");
                    channel.awaitReady(queue, 0);
                    stage.pass(60);
                    channel.counts(queue);
                }),
                new Scenario("expired by its own expiration into its own queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", ""));
                    channel.publish("", queue, Content.of("m").expiration("20"));
                    channel.awaitReady(queue, 0);
                    stage.pass(60);
                    channel.counts(queue);
                }),
                new Scenario("circle of two queues by expiry", stage -> {
                    RecordedChannel channel = stage.channel();
                    String second = stage.queueName();
                    String first = Letters.queueTo(channel, second, Map.of("x-message-ttl", 20));
                    channel.declare(second, "", Map.of(
                            "x-message-ttl", 20, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", first));
                    channel.publish("", first, "m");
                    stage.pass(500);
                    channel.counts(first);
                    channel.counts(second);
                }),
                new Scenario("circle of a rejection and an expiry goes on", stage -> {
                    RecordedChannel channel = stage.channel();
                    String wait = stage.queueName();
                    String work = Letters.queueTo(channel, wait, Map.of());
                    channel.declare(wait, "", Map.of(
                            "x-message-ttl", 20, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", work));
                    channel.publish("", work, "m");
                    for (int i = 0; i < 3; i++) {
                        channel.awaitReady(work, 1);
                        Letters.reject(channel, work);
                    }
                    Letters.take(channel, work);
                }),
                new Scenario("circle by the length of a queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String second = stage.queueName();
                    String first = Letters.queueTo(channel, second, Map.of("x-max-length", 0));
                    channel.declare(second, "", Map.of(
                            "x-max-length", 0, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", first));
                    channel.publish("", first, "m");
                    stage.pass(60);
                    channel.counts(first);
                    channel.counts(second);
                }),
                new Scenario("circle with a way out", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String out = channel.queue(Map.of());
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange, "x-message-ttl", 20));
                    channel.bind(queue, exchange, "");
                    channel.bind(out, exchange, "");
                    channel.publish("", queue, "m");
                    channel.awaitReady(out, 1);
                    stage.pass(60);
                    channel.drain(out);
                    channel.counts(queue);
                }),
                new Scenario("two queues in turn, and the order of their deaths", stage -> {
                    RecordedChannel channel = stage.channel();
                    String second = stage.queueName();
                    String first = Letters.queueTo(channel, second, Map.of());
                    channel.declare(second, "", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", first));
                    channel.publish("", first, "m");
                    for (String queue : List.of(first, second, first)) {
                        channel.awaitReady(queue, 1);
                        Letters.reject(channel, queue);
                    }
                    Letters.take(channel, second);
                }),
                new Scenario("first death stays the first", stage -> {
                    RecordedChannel channel = stage.channel();
                    String last = channel.queue(Map.of());
                    String second = Letters.queueTo(channel, last, Map.of("x-max-length", 0));
                    String first = Letters.queueTo(channel, second, Map.of("x-message-ttl", 20));
                    channel.bind(first, "amq.direct", first);
                    channel.publish("amq.direct", first, "m");
                    Letters.take(channel, last);
                }),
                new Scenario("deaths of a message with CC name all its keys", stage -> {
                    RecordedChannel channel = stage.channel();
                    String last = channel.queue(Map.of());
                    String second = Letters.queueTo(channel, last, Map.of());
                    String first = Letters.queueTo(channel, second, Map.of());
                    channel.bind(first, "amq.direct", first);
                    channel.publish("amq.direct", first, Content.of("m").headers(Map.of("CC", List.of("one", "two"))));
                    Letters.reject(channel, first);
                    channel.awaitReady(second, 1);
                    Letters.reject(channel, second);
                    Letters.take(channel, last);
                }),
                new Scenario("deaths of a message with BCC name its keys", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, Content.of("m").headers(Map.of("BCC", List.of("hidden"))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("dies under another key in the same queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", "later"));
                    channel.bind(queue, exchange, "");
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    channel.awaitReady(queue, 1);
                    Letters.reject(channel, queue);
                    Letters.take(channel, queue);
                }));
    }
}
