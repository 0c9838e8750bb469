package dev.leveret.interop.differential.limits;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Queues that drop their head when they are full. */
final class DropScenarios {

    private DropScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("length", stage -> filled(stage.channel(), Map.of("x-max-length", 2))),
                new Scenario("length, with overflow drop-head", stage ->
                        filled(stage.channel(), Map.of("x-max-length", 2, "x-overflow", "drop-head"))),
                new Scenario("bytes", stage -> filled(stage.channel(), Map.of("x-max-length-bytes", 5))),
                new Scenario("bytes that fit exactly", stage -> filled(stage.channel(), Map.of("x-max-length-bytes", 4))),
                new Scenario("length and bytes, the length being reached first", stage ->
                        filled(stage.channel(), Map.of("x-max-length", 1, "x-max-length-bytes", 100))),
                new Scenario("length and bytes, the bytes being reached first", stage ->
                        filled(stage.channel(), Map.of("x-max-length", 100, "x-max-length-bytes", 3))),
                new Scenario("length of zero", stage -> filled(stage.channel(), Map.of("x-max-length", 0))),
                new Scenario("bytes of zero", stage -> filled(stage.channel(), Map.of("x-max-length-bytes", 0))),
                new Scenario("bytes of zero and empty bodies", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length-bytes", 0));
                    channel.publish("", queue, "", "");
                    channel.drain(queue);
                }),
                new Scenario("one message of more bytes than the limit", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length-bytes", 5));
                    channel.publish("", queue, "a", "b", "much too much", "c");
                    channel.drain(queue);
                }),
                new Scenario("headers are not counted as bytes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length-bytes", 2));
                    channel.publish("", queue, Content.of("a").headers(Map.of("long", "0123456789")));
                    channel.publish("", queue, Content.of("b").headers(Map.of("long", "0123456789")));
                    channel.counts(queue);
                }),
                new Scenario("length of zero and a consumer that waits", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 0));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    channel.ackUpTo(consumer.next(2));
                    channel.counts(queue);
                }),
                new Scenario("unacknowledged messages do not count", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 2));
                    channel.publish("", queue, "a", "b");
                    channel.get(queue);
                    channel.publish("", queue, "c");
                    channel.counts(queue);
                    channel.publish("", queue, "d");
                    channel.drain(queue);
                }),
                new Scenario("message that comes back to a full queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 2));
                    channel.publish("", queue, "a", "b");
                    long tag = channel.get(queue);
                    channel.publish("", queue, "c");
                    channel.reject(tag, true);
                    channel.counts(queue);
                    channel.publish("", queue, "d");
                    channel.drain(queue);
                }),
                new Scenario("messages that come back to a queue full of bytes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length-bytes", 2));
                    channel.publish("", queue, "a", "b");
                    channel.get(queue);
                    long tag = channel.get(queue);
                    channel.publish("", queue, "c", "d");
                    channel.nackUpTo(tag, true);
                    channel.counts(queue);
                    channel.drain(queue);
                }),
                new Scenario("channel that closes gives back more than the queue may hold", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.queue(Map.of("x-max-length", 1, "x-dead-letter-exchange", "",
                            "x-dead-letter-routing-key", dead));
                    RecordedChannel other = stage.sibling();
                    channel.publish("", queue, "a");
                    other.get(queue);
                    channel.publish("", queue, "b");
                    other.get(queue);
                    channel.publish("", queue, "c");
                    other.close();
                    channel.awaitReady(dead, 2);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("expired messages behind the head count", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 2));
                    channel.publish("", queue, Content.of("head"));
                    channel.publish("", queue, Content.of("expired").expiration("1"));
                    stage.pass(60);
                    channel.publish("", queue, Content.of("tail"));
                    channel.awaitReady(queue, 1);
                    channel.drain(queue);
                }),
                new Scenario("length of zero and a message for no time", stage ->
                        deadAtOnce(stage.channel(), Map.of("x-max-length", 0))),
                new Scenario("bytes of zero and a message for no time", stage ->
                        deadAtOnce(stage.channel(), Map.of("x-max-length-bytes", 0))),
                new Scenario("length of zero in a queue where messages have no time", stage ->
                        deadAtOnce(stage.channel(), Map.of("x-max-length", 0, "x-message-ttl", 0))),
                new Scenario("length of one and a message for no time", stage ->
                        deadAtOnce(stage.channel(), Map.of("x-max-length", 1))),
                new Scenario("message that comes back too late to a full queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.queue(Map.of("x-max-length", 1, "x-dead-letter-exchange", "",
                            "x-dead-letter-routing-key", dead));
                    channel.publish("", queue, Content.of("late").expiration("1000"));
                    long tag = channel.get(queue);
                    channel.publish("", queue, "b");
                    stage.pass(1100);
                    channel.reject(tag, true);
                    channel.awaitReady(dead, 1);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("consumer without room does not keep a queue from dropping", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1));
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c");
                    channel.ack(consumer.next());
                    channel.ack(consumer.next());
                    consumer.rest();
                }),
                new Scenario("durable queue with persistent messages", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.declare(stage.queueName(), "durable", Map.of("x-max-length", 2));
                    for (String body : List.of("a", "b", "c")) {
                        channel.publish("", queue, Content.of(body).persistent());
                    }
                    channel.drain(queue);
                }),
                new Scenario("lazy queue", stage ->
                        filled(stage.channel(), Map.of("x-max-length", 2, "x-queue-mode", "lazy"))));
    }

    /** Dies of two things at the same time. */
    private static void deadAtOnce(RecordedChannel channel, Map<String, Object> limits) throws Exception {
        String dead = channel.queue(Map.of());
        Map<String, Object> arguments = new HashMap<>(limits);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", dead);
        String queue = channel.queue(arguments);
        channel.publish("", queue, Content.of("a").expiration("0"));
        channel.publish("", queue, Content.of("b").expiration("0"));
        channel.awaitReady(dead, 2);
        channel.drain(dead);
        channel.counts(queue);
    }

    private static void filled(RecordedChannel channel, Map<String, Object> arguments) throws Exception {
        String queue = channel.queue(arguments);
        channel.publish("", queue, "aa", "bb", "cc");
        channel.counts(queue);
        channel.drain(queue);
    }
}
