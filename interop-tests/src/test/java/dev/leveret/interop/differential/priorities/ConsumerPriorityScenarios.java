package dev.leveret.interop.differential.priorities;

import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Priorities of consumers. */
final class ConsumerPriorityScenarios {

    private static final String PRIORITY = "x-priority";

    private ConsumerPriorityScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("higher consumer gets all", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer low = channel.consume(queue);
                    RecordedConsumer high = channel.consume(queue, "", Map.of(PRIORITY, 10));
                    channel.publish("", queue, "a", "b", "c");
                    high.next(3);
                    low.rest();
                }),
                new Scenario("lower consumer gets what the higher has no room for", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer low = channel.consume(queue, "", Map.of(PRIORITY, -5));
                    RecordedConsumer high = channel.consume(queue, "", Map.of(PRIORITY, 1));
                    channel.publish("", queue, "a", "b", "c");
                    long tag = high.next();
                    low.next();
                    channel.counts(queue);
                    channel.ack(tag);
                    high.next();
                }),
                new Scenario("consumers of one priority take turns", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer one = channel.consume(queue, "", Map.of(PRIORITY, 3));
                    RecordedConsumer two = channel.consume(queue, "", Map.of(PRIORITY, 3L));
                    RecordedConsumer low = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c", "d");
                    one.next(2);
                    two.next(2);
                    low.rest();
                }),
                new Scenario("no priority is zero", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer none = channel.consume(queue);
                    RecordedConsumer zero = channel.consume(queue, "", Map.of(PRIORITY, 0));
                    RecordedConsumer low = channel.consume(queue, "", Map.of(PRIORITY, -1));
                    channel.publish("", queue, "a", "b");
                    none.next();
                    zero.next();
                    low.rest();
                }),
                new Scenario("higher consumer that is cancelled", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer low = channel.consume(queue);
                    RecordedConsumer high = channel.consume(queue, "", Map.of(PRIORITY, 10));
                    channel.publish("", queue, "a");
                    high.next();
                    channel.cancel(high);
                    channel.publish("", queue, "b");
                    low.next();
                }),
                new Scenario("rejected message goes to the higher consumer again", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer low = channel.consume(queue);
                    RecordedConsumer high = channel.consume(queue, "", Map.of(PRIORITY, 10));
                    channel.publish("", queue, "a");
                    channel.reject(high.next(), true);
                    high.next();
                    low.rest();
                }),
                wrong("text", "10"),
                wrong("a fraction", 1.5),
                wrong("a truth value", true),
                wrong("beyond 32 bits", 10_000_000_000L));
    }

    private static Scenario wrong(String name, Object priority) {
        return new Scenario("consumer's priority that is " + name, stage -> {
            RecordedChannel channel = stage.channel();
            String queue = channel.queue(Map.of());
            channel.consume(queue, "", Map.of(PRIORITY, priority));
            channel.counts(queue);
        });
    }
}
