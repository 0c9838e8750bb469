package dev.leveret.interop.differential.expiry;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import dev.leveret.interop.differential.Stage;
import java.util.List;
import java.util.Map;

/** When messages expire. */
final class MessageScenarios {

    private static final int SHORT = 60;
    private static final int LONG = 60_000;

    private MessageScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("message goes when the TTL of its queue is over", stage ->
                        goes(stage, Map.of("x-message-ttl", SHORT), Content.of("m"))),
                new Scenario("message goes when its own expiration is over", stage ->
                        goes(stage, Map.of(), Content.of("m").expiration("60"))),
                new Scenario("expiration below the TTL of the queue", stage ->
                        goes(stage, Map.of("x-message-ttl", LONG), Content.of("m").expiration("60"))),
                new Scenario("expiration above the TTL of the queue", stage ->
                        goes(stage, Map.of("x-message-ttl", SHORT), Content.of("m").expiration("60000"))),
                new Scenario("TTL of zero and nobody there", stage ->
                        goes(stage, Map.of("x-message-ttl", 0), Content.of("m").returned())),
                new Scenario("expiration of zero and nobody there", stage ->
                        goes(stage, Map.of(), Content.of("m").expiration("0"))),
                new Scenario("persistent message of a durable queue with a TTL of zero", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.declare(stage.queueName(), "durable", Map.of("x-message-ttl", 0));
                    channel.publish("", queue, Content.of("m").persistent());
                    channel.counts(queue);
                }),
                new Scenario("TTL of zero and a consumer that waits", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-message-ttl", 0));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    channel.ackUpTo(consumer.next(2));
                    channel.counts(queue);
                }),
                new Scenario("expiration of zero and a consumer that waits", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, Content.of("a").expiration("0"));
                    consumer.next();
                }),
                new Scenario("TTL of zero and a consumer without room", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-message-ttl", 0));
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    long tag = consumer.next();
                    channel.counts(queue);
                    channel.ack(tag);
                    consumer.rest();
                    channel.publish("", queue, "c");
                    consumer.next();
                }),
                new Scenario("TTL of zero and a message that comes back", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-message-ttl", 0));
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    long tag = consumer.next();
                    channel.cancel(consumer);
                    channel.nack(tag, true);
                    channel.counts(queue);
                    channel.take(queue);
                }),
                new Scenario("expired message behind one that is not stays and counts", MessageScenarios::behindTheHead),
                new Scenario("expired message goes when the one before it is taken", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, Content.of("head"));
                    channel.publish("", queue, Content.of("expired").expiration("1"));
                    channel.publish("", queue, Content.of("tail"));
                    stage.pass(SHORT);
                    channel.take(queue);
                    channel.awaitReady(queue, 1);
                    channel.drain(queue);
                }),
                new Scenario("delivered message does not expire", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-message-ttl", 2000));
                    channel.publish("", queue, "m");
                    long tag = channel.get(queue);
                    stage.pass(2100);
                    channel.ack(tag);
                    channel.counts(queue);
                }),
                new Scenario("message that comes back when its time is over", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-message-ttl", 2000));
                    channel.publish("", queue, "m");
                    long tag = channel.get(queue);
                    stage.pass(2100);
                    channel.reject(tag, true);
                    channel.awaitReady(queue, 0);
                    channel.take(queue);
                }),
                new Scenario("expired messages go in a row", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
                    channel.publish("", queue, Content.of("a").expiration("300"));
                    channel.publish("", queue, Content.of("b").expiration("1"));
                    channel.publish("", queue, Content.of("c").expiration("1"));
                    channel.publish("", queue, Content.of("d"));
                    channel.awaitReady(dead, 3);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("message in time has its expiration when delivered", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-message-ttl", LONG));
                    channel.publish("", queue, Content.of("with").expiration("70000"));
                    channel.publish("", queue, Content.of("without"));
                    channel.drain(queue);
                }),
                new Scenario("one message in two queues of different TTL", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String quick = channel.queue(Map.of("x-message-ttl", SHORT));
                    String slow = channel.queue(Map.of("x-message-ttl", LONG));
                    channel.bind(quick, exchange, "");
                    channel.bind(slow, exchange, "");
                    channel.publish(exchange, "k", Content.of("m").expiration("50000"));
                    channel.awaitReady(quick, 0);
                    channel.drain(slow);
                }),
                new Scenario("messages got count what is left without what is expired", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b");
                    channel.publish("", queue, Content.of("expired").expiration("1"));
                    channel.publish("", queue, Content.of("expired too").expiration("2"));
                    channel.publish("", queue, "c");
                    stage.pass(SHORT);
                    channel.get(queue);
                    channel.get(queue);
                    channel.get(queue);
                }),
                new Scenario("expired messages and a message that comes back before them", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a");
                    channel.publish("", queue, Content.of("expired").expiration("2000"));
                    long tag = channel.get(queue);
                    channel.reject(tag, true);
                    stage.pass(2100);
                    channel.counts(queue);
                    channel.take(queue);
                    channel.counts(queue);
                }),
                new Scenario("purge with expired messages behind the head", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, Content.of("head"));
                    channel.publish("", queue, Content.of("expired").expiration("1"));
                    stage.pass(SHORT);
                    channel.purge(queue);
                }),
                new Scenario("consumer with room comes after the time is over", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, Content.of("head"));
                    channel.publish("", queue, Content.of("expired").expiration("1"));
                    channel.publish("", queue, Content.of("tail"));
                    stage.pass(SHORT);
                    RecordedConsumer consumer = channel.consume(queue);
                    consumer.next(2);
                    consumer.rest();
                }));
    }

    private static void goes(Stage stage, Map<String, Object> arguments, Content content) throws Exception {
        RecordedChannel channel = stage.channel();
        String queue = channel.queue(arguments);
        channel.publish("", queue, content);
        channel.awaitReady(queue, 0);
        channel.take(queue);
    }

    private static void behindTheHead(Stage stage) throws Exception {
        RecordedChannel channel = stage.channel();
        String queue = channel.queue(Map.of());
        channel.publish("", queue, Content.of("head"));
        channel.publish("", queue, Content.of("expired").expiration("1"));
        stage.pass(SHORT);
        channel.counts(queue);
    }
}
