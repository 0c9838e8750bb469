package dev.leveret.interop.differential.priorities;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Priorities of messages. */
final class MessagePriorityScenarios {

    private MessagePriorityScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("highest first, each in its order", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    publish(channel, queue, 1, 3, 1, 5, 3, 0);
                    channel.drain(queue);
                }),
                new Scenario("no priority is the lowest", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    channel.publish("", queue, "none");
                    publish(channel, queue, 0, 1);
                    channel.publish("", queue, "none again");
                    channel.drain(queue);
                }),
                new Scenario("priority above the highest", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    publish(channel, queue, 4, 200, 5, 6);
                    channel.drain(queue);
                }),
                new Scenario("queue without priorities keeps the order of publishing", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    publish(channel, queue, 1, 9, 5);
                    channel.drain(queue);
                }),
                new Scenario("highest priority of one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-priority", 1));
                    publish(channel, queue, 0, 1, 2);
                    channel.drain(queue);
                }),
                new Scenario("highest priority of zero", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-priority", 0));
                    publish(channel, queue, 0, 5, 1);
                    channel.drain(queue);
                }),
                new Scenario("message that comes back is before the others of its priority", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    publish(channel, queue, 2, 2, 2, 4);
                    long high = channel.get(queue);
                    long low = channel.get(queue);
                    channel.reject(low, true);
                    channel.reject(high, true);
                    channel.drain(queue);
                }),
                new Scenario("messages that come back out of order are in their places", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    channel.publish("", queue, Content.of("a").priority(1));
                    channel.publish("", queue, Content.of("b").priority(1));
                    channel.publish("", queue, Content.of("c").priority(1));
                    long a = channel.get(queue);
                    long b = channel.get(queue);
                    long c = channel.get(queue);
                    channel.reject(b, true);
                    channel.reject(c, true);
                    channel.reject(a, true);
                    channel.drain(queue);
                }),
                new Scenario("all that a channel had comes back in its order", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    publish(channel, queue, 1, 3, 2, 3);
                    RecordedChannel other = stage.sibling();
                    for (int i = 0; i < 4; i++) {
                        other.get(queue);
                    }
                    other.close();
                    channel.awaitReady(queue, 4);
                    channel.drain(queue);
                }),
                new Scenario("recover of several priorities", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    publish(channel, queue, 1, 3, 2);
                    channel.get(queue);
                    channel.get(queue);
                    channel.recover();
                    channel.drain(queue);
                }),
                new Scenario("full queue drops its head, whichever priority that has", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of("x-max-length", 2));
                    publish(channel, queue, 1, 5, 3, 0);
                    channel.drain(queue);
                }),
                new Scenario("full queue with priorities refuses", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of("x-max-length", 2, "x-overflow", "reject-publish"));
                    publish(channel, queue, 1, 2, 5);
                    channel.drain(queue);
                }),
                new Scenario("full queue with priorities counts the bytes of all", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of("x-max-length-bytes", 4));
                    publish(channel, queue, 1, 2, 3);
                    channel.counts(queue);
                    channel.drain(queue);
                }),
                new Scenario("dead letters of a full queue with priorities", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = queue(channel, Map.of("x-max-length", 1, "x-dead-letter-exchange", "",
                            "x-dead-letter-routing-key", dead));
                    publish(channel, queue, 1, 5, 3);
                    channel.awaitReady(dead, 2);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("expired message of low priority below one that is not", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    channel.publish("", queue, Content.of("high").priority(5));
                    channel.publish("", queue, Content.of("low").priority(1).expiration("1"));
                    stage.pass(60);
                    channel.awaitReady(queue, 1);
                    channel.drain(queue);
                }),
                new Scenario("expired message of high priority above one that is not", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    channel.publish("", queue, Content.of("low").priority(1));
                    channel.publish("", queue, Content.of("high").priority(5).expiration("1"));
                    channel.awaitReady(queue, 1);
                    channel.drain(queue);
                }),
                new Scenario("TTL of a queue with priorities", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of("x-message-ttl", 60));
                    publish(channel, queue, 1, 5);
                    channel.awaitReady(queue, 0);
                    channel.take(queue);
                }),
                new Scenario("dead letters keep their priority", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = queue(channel, Map.of());
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
                    publish(channel, queue, 1, 4, 2);
                    for (int i = 0; i < 3; i++) {
                        channel.reject(channel.get(queue), false);
                    }
                    channel.awaitReady(dead, 3);
                    channel.drain(dead);
                }),
                new Scenario("purge and counts of all priorities", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    publish(channel, queue, 1, 4, 2);
                    channel.get(queue);
                    channel.counts(queue);
                    channel.purge(queue);
                    channel.counts(queue);
                }),
                new Scenario("urgent message overtakes those that wait for a consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = queue(channel, Map.of());
                    channel.qos(1);
                    RecordedConsumer consumer = channel.consume(queue);
                    publish(channel, queue, 1, 1, 5);
                    channel.ack(consumer.next());
                    channel.ack(consumer.next());
                    channel.ack(consumer.next());
                    consumer.rest();
                }));
    }

    private static String queue(RecordedChannel channel, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-max-priority", 5);
        return channel.queue(arguments);
    }

    private static void publish(RecordedChannel channel, String queue, int... priorities) throws Exception {
        for (int i = 0; i < priorities.length; i++) {
            channel.publish("", queue, Content.of("m" + i).priority(priorities[i]));
        }
    }
}
