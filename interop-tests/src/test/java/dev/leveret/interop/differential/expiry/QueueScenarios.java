package dev.leveret.interop.differential.expiry;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Queues that expire, and what counts as use. */
final class QueueScenarios {

    /** Lifetime of a queue in tests of what renews it; a step comes after PART, and a look after another. */
    private static final int LIFE = 3000;
    private static final int PART = 1800;

    private QueueScenarios() {}

    /** Something that may be a use of a queue. */
    private interface Use {
        void of(String queue, RecordedChannel channel) throws Exception;
    }

    static List<Scenario> all() {
        return List.of(
                new Scenario("unused queue goes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-expires", 100));
                    channel.awaitGone(queue);
                    channel.publish("", queue, Content.of("m").returned());
                    channel.counts(queue);
                }),
                new Scenario("durable queue with messages goes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.declare(stage.queueName(), "durable", Map.of("x-expires", 2000));
                    channel.publish("", queue, Content.of("m").persistent());
                    channel.awaitGone(queue);
                }),
                new Scenario("messages of a queue that goes are no dead letters", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.queue(Map.of(
                            "x-expires", 2000, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
                    channel.publish("", queue, "m");
                    channel.awaitGone(queue);
                    channel.publish("", dead, "marker");
                    channel.drain(dead);
                }),
                new Scenario("bindings of a queue that goes go too", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String queue = channel.queue(Map.of("x-expires", 2000));
                    channel.bind(queue, exchange, "");
                    channel.awaitGone(queue);
                    channel.publish(exchange, "", Content.of("m").returned());
                }),
                new Scenario("queue with a consumer stays, and goes when that is cancelled", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-expires", 2000));
                    RecordedConsumer consumer = channel.consume(queue);
                    stage.pass(2200);
                    channel.counts(queue);
                    channel.cancel(consumer);
                    channel.counts(queue);
                    channel.awaitGone(queue);
                }),
                new Scenario("queue whose consumer's connection ends goes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-expires", 2000));
                    RecordedChannel other = stage.elsewhere();
                    other.consume(queue);
                    stage.pass(2200);
                    other.closeConnection();
                    channel.awaitGone(queue);
                }),
                used("basic.get", (queue, channel) -> channel.take(queue)),
                used("a declare", (queue, channel) -> channel.declare(queue, "", Map.of("x-expires", LIFE))),
                used("a declare that is refused", (queue, channel) -> channel.declare(queue, "", Map.of())),
                used("a passive declare", (queue, channel) -> channel.counts(queue)),
                used("a publish", (queue, channel) -> channel.publish("", queue, "m")),
                used("a purge", (queue, channel) -> channel.purge(queue)),
                used("a binding", (queue, channel) -> channel.bind(queue, "amq.direct", queue)),
                used("a consumer that comes and goes", (queue, channel) -> channel.cancel(channel.consume(queue))),
                new Scenario("unused queue with an unacknowledged message", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-expires", 2000));
                    channel.publish("", queue, "m");
                    long tag = channel.get(queue);
                    channel.awaitGone(queue);
                    channel.ack(tag);
                    channel.take(queue);
                }));
    }

    /** Is the queue there when its life would be over, but for this? */
    private static Scenario used(String name, Use use) {
        return new Scenario("use of a queue that expires: " + name, stage -> {
            RecordedChannel channel = stage.channel();
            String queue = channel.queue(Map.of("x-expires", LIFE));
            stage.pass(PART);
            use.of(queue, stage.elsewhere());
            stage.pass(PART);
            channel.counts(queue);
        });
    }
}
