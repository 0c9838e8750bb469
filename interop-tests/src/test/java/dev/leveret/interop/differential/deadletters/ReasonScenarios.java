package dev.leveret.interop.differential.deadletters;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import dev.leveret.interop.differential.Stage;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** What makes a dead letter, and what does not. */
final class ReasonScenarios {

    private ReasonScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("rejected", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, "m");
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                    channel.counts(queue);
                }),
                new Scenario("nacked, several at once", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    channel.get(queue);
                    channel.get(queue);
                    channel.nackUpTo(channel.get(queue), false);
                    channel.awaitReady(dead, 3);
                    channel.drain(dead);
                }),
                new Scenario("rejected out of order", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    long a = channel.get(queue);
                    long b = channel.get(queue);
                    long c = channel.get(queue);
                    channel.reject(c, false);
                    channel.reject(a, false);
                    channel.reject(b, false);
                    channel.awaitReady(dead, 3);
                    channel.drain(dead);
                }),
                new Scenario("rejected by a consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "m");
                    channel.reject(consumer.next(), false);
                    Letters.take(channel, dead);
                    consumer.rest();
                }),
                new Scenario("expired by the TTL of the queue", stage -> expired(stage, Map.of("x-message-ttl", 20),
                        Content.of("m"))),
                new Scenario("expired by its expiration", stage -> expired(stage, Map.of(), Content.of("m").expiration("20"))),
                new Scenario("expired by a TTL below its expiration", stage -> expired(stage, Map.of("x-message-ttl", 20),
                        Content.of("m").expiration("60000"))),
                new Scenario("expired at once", stage -> expired(stage, Map.of("x-message-ttl", 0), Content.of("m"))),
                new Scenario("too many", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of("x-max-length", 1));
                    channel.publish("", queue, "a", "b", "c");
                    channel.awaitReady(dead, 2);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("too many bytes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of("x-max-length-bytes", 4));
                    channel.publish("", queue, "aa", "bb", "cccc");
                    channel.awaitReady(dead, 2);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("refused with reject-publish-dlx", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of("x-max-length", 1, "x-overflow", "reject-publish-dlx"));
                    channel.publish("", queue, "a", "b");
                    channel.publish("", queue, Content.of("c").expiration("60000"));
                    channel.awaitReady(dead, 2);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("refused with reject-publish", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
                    channel.publish("", queue, "a", "b");
                    channel.publish("", dead, "marker");
                    channel.drain(dead);
                }),
                new Scenario("every property stays", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, Content.of("m").with(builder -> builder.contentType("text/plain")
                            .contentEncoding("utf-8").deliveryMode(2).priority(7).correlationId("c").replyTo("r")
                            .messageId("i").timestamp(new Date(1_000_000)).type("t").userId("guest").appId("a")
                            .headers(Map.of("text", "a", "number", 1, "list", List.of("x"), "x-mine", true))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("back in the queue is no death", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, "m");
                    channel.reject(channel.get(queue), true);
                    channel.take(queue);
                    channel.publish("", dead, "marker");
                    channel.drain(dead);
                }),
                notDead("purge", (channel, queue) -> channel.purge(queue)),
                notDead("delete", (channel, queue) -> channel.delete(queue)),
                notDead("acknowledgement", (channel, queue) -> channel.ack(channel.get(queue))),
                notDead("delivery without acknowledgement", (channel, queue) -> channel.take(queue)),
                new Scenario("channel that closes makes no dead letters", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, "m");
                    RecordedChannel other = stage.sibling();
                    other.get(queue);
                    other.close();
                    channel.awaitReady(queue, 1);
                    channel.take(queue);
                    channel.counts(dead);
                }),
                new Scenario("letter that was redelivered is none any more", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, "m");
                    channel.reject(channel.get(queue), true);
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("no dead letter exchange", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b");
                    Letters.reject(channel, queue);
                    channel.drain(queue);
                }));
    }

    private interface End {
        void of(RecordedChannel channel, String queue) throws Exception;
    }

    private static Scenario notDead(String name, End end) {
        return new Scenario(name + " makes no dead letter", stage -> {
            RecordedChannel channel = stage.channel();
            String dead = channel.queue(Map.of());
            String queue = Letters.queueTo(channel, dead, Map.of());
            channel.publish("", queue, "m");
            end.of(channel, queue);
            channel.publish("", dead, "marker");
            channel.drain(dead);
        });
    }

    private static void expired(Stage stage, Map<String, Object> arguments, Content content) throws Exception {
        RecordedChannel channel = stage.channel();
        String dead = channel.queue(Map.of());
        String queue = Letters.queueTo(channel, dead, arguments);
        channel.publish("", queue, content);
        Letters.take(channel, dead);
        channel.counts(queue);
    }
}
