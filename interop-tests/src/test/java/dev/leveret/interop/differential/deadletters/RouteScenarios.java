package dev.leveret.interop.differential.deadletters;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Where dead letters go. */
final class RouteScenarios {

    private RouteScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("letter keeps its routing key", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("topic", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "#");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.bind(queue, "amq.direct", queue);
                    channel.publish("amq.direct", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter gets the routing key of its queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("topic", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "letters.*");
                    String queue = channel.queue(Map.of(
                            "x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", "letters.old"));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter gets the empty routing key of its queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", ""));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter goes to its keys in CC too", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("direct", Map.of());
                    String one = channel.queue(Map.of());
                    String two = channel.queue(Map.of());
                    channel.bind(two, exchange, "copy");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.bind(one, exchange, queue);
                    channel.publish("", queue, Content.of("m").headers(Map.of("CC", List.of("copy", "other"))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, one);
                    Letters.take(channel, two);
                }),
                new Scenario("letter with a key of its queue goes there alone, and loses CC", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("topic", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "#");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", "k"));
                    channel.publish("", queue, Content.of("m").headers(Map.of("CC", List.of("copy"), "a", 1)));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter with BCC", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("direct", Map.of());
                    String one = channel.queue(Map.of());
                    String two = channel.queue(Map.of());
                    channel.bind(two, exchange, "copy");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.bind(one, exchange, queue);
                    channel.publish("", queue, Content.of("m").headers(Map.of("BCC", List.of("copy"))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, one);
                    channel.awaitReady(two, 1);
                    channel.drain(two);
                }),
                new Scenario("letter with BCC and a key of its queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("topic", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "#");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", "k"));
                    channel.publish("", queue, Content.of("m").headers(Map.of("BCC", List.of("copy"), "CC", List.of("cc"))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("copy that came by CC dies", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", stage.queueName(), Content.of("m").headers(Map.of("CC", List.of(queue))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter goes to all queues of a fanout", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String one = channel.queue(Map.of());
                    String two = channel.queue(Map.of());
                    channel.bind(one, exchange, "");
                    channel.bind(two, exchange, "");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, one);
                    Letters.take(channel, two);
                }),
                new Scenario("letter for an exchange that is not there", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", stage.exchangeName()));
                    channel.publish("", queue, "a", "b");
                    Letters.reject(channel, queue);
                    channel.drain(queue);
                }),
                new Scenario("letter for an exchange that was deleted", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.deleteExchange(exchange);
                    channel.publish("", queue, "a", "b");
                    Letters.reject(channel, queue);
                    channel.drain(queue);
                }),
                new Scenario("letter for an exchange that is made later", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = stage.exchangeName();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.publish("", queue, "lost", "kept");
                    Letters.reject(channel, queue);
                    channel.counts(queue);
                    channel.declareExchange(exchange, "fanout", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter that no binding takes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("direct", Map.of());
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.publish("", queue, Content.of("a").returned());
                    channel.publish("", queue, "b");
                    Letters.reject(channel, queue);
                    channel.drain(queue);
                }),
                new Scenario("letter that only an alternate exchange takes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String alternate = channel.exchange("fanout", Map.of());
                    String exchange = channel.exchange("direct", Map.of("alternate-exchange", alternate));
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, alternate, "");
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter for a queue that is not there", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = Letters.queueTo(channel, stage.queueName(), Map.of());
                    channel.publish("", queue, "a", "b");
                    Letters.reject(channel, queue);
                    channel.drain(queue);
                }),
                new Scenario("letter by the default exchange without a key goes to its own queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", ""));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, queue);
                }),
                new Scenario("letter pushes out the head of a full queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String last = channel.queue(Map.of());
                    String dead = Letters.queueTo(channel, last, Map.of("x-max-length", 1));
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", dead, "first");
                    channel.publish("", queue, "second");
                    Letters.reject(channel, queue);
                    Letters.take(channel, last);
                    channel.drain(dead);
                }),
                new Scenario("letter for a full queue that refuses", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", dead, "first");
                    channel.publish("", queue, "second");
                    Letters.reject(channel, queue);
                    channel.counts(queue);
                    channel.take(dead);
                    channel.awaitReady(dead, 1);
                    channel.take(dead);
                }),
                new Scenario("letter by a headers exchange", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("headers", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "", Map.of("x-match", "all", "kind", "urgent"));
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.publish("", queue, Content.of("a").headers(Map.of("kind", "other")));
                    channel.publish("", queue, Content.of("b").headers(Map.of("kind", "urgent")));
                    Letters.reject(channel, queue);
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter by a binding on the reason of its death", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("headers", Map.of());
                    String dead = channel.queue(Map.of());
                    channel.bind(dead, exchange, "", Map.of("x-match", "all-with-x", "x-first-death-reason", "rejected"));
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", exchange));
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }));
    }
}
