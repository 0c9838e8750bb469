package dev.leveret.interop.differential.arguments;

import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The type of a queue, and arguments that another type has. */
final class TypeScenarios {

    private TypeScenarios() {}

    static List<Scenario> all() {
        return List.of(
                classic("named as such", "x-queue-type", "classic"),
                classic("type that is no type", "x-queue-type", "simple"),
                classic("type that is a number", "x-queue-type", 1),
                classic("delivery limit on a classic queue", "x-delivery-limit", 5),
                classic("dead letter strategy on a classic queue", "x-dead-letter-strategy", "at-least-once"),
                classic("group size on a classic queue", "x-quorum-initial-group-size", 1),
                classic("length in memory on a classic queue", "x-max-in-memory-length", 1),
                classic("age of a stream on a classic queue", "x-max-age", "1D"),
                classic("segment size of a stream on a classic queue", "x-stream-max-segment-size-bytes", 1000),
                classic("cluster size of a stream on a classic queue", "x-initial-cluster-size", 1),
                classic("filter size of a stream on a classic queue", "x-stream-filter-size-bytes", 16),
                classic("delayed retry on a classic queue", "x-delayed-retry-type", "all"),
                quorum("delayed retry that is no word for it", "x-delayed-retry-type", "sometimes"),
                classic("leader locator on a classic queue", "x-queue-leader-locator", "client-local"),
                quorum("priority on a quorum queue", "x-max-priority", 5),
                quorum("mode on a quorum queue", "x-queue-mode", "lazy"),
                quorum("version on a quorum queue", "x-queue-version", 1),
                quorum("master locator on a quorum queue", "x-queue-master-locator", "min-masters"),
                quorum("age of a stream on a quorum queue", "x-max-age", "1D"),
                quorum("delivery limit that is text", "x-delivery-limit", "5"),
                quorum("delivery limit below zero", "x-delivery-limit", -1),
                quorum("dead letter strategy that is no word for it", "x-dead-letter-strategy", "exactly-once"),
                quorum("dead letter strategy that is a number", "x-dead-letter-strategy", 1),
                quorum("group size of zero", "x-quorum-initial-group-size", 0),
                quorum("length in memory below zero", "x-max-in-memory-length", -1),
                quorum("leader locator that is no word for it", "x-queue-leader-locator", "nowhere"),
                quorum("overflow reject-publish-dlx on a quorum queue", "x-overflow", "reject-publish-dlx"),
                quorum("unknown argument on a quorum queue", "x-anything", "goes"));
    }

    private static Scenario classic(String name, String argument, Object value) {
        return new Scenario("type " + name, stage -> {
            RecordedChannel channel = stage.channel();
            channel.counts(channel.queue(Map.of(argument, value)));
        });
    }

    private static Scenario quorum(String name, String argument, Object value) {
        return new Scenario("type " + name, stage -> {
            RecordedChannel channel = stage.channel();
            channel.counts(channel.quorumQueue(new HashMap<>(Map.of(argument, value))));
        });
    }
}
