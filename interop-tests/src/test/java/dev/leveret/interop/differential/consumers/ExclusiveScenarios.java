package dev.leveret.interop.differential.consumers;

import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Consumers that want a queue for themselves. */
final class ExclusiveScenarios {

    private ExclusiveScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("second consumer beside an exclusive one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer exclusive = channel.consume(queue, "exclusive", Map.of());
                    stage.sibling().consume(queue);
                    stage.elsewhere().consume(queue, "exclusive", Map.of());
                    channel.publish("", queue, "a");
                    exclusive.next();
                    channel.counts(queue);
                }),
                new Scenario("exclusive consumer beside another one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.consume(queue);
                    stage.sibling().consume(queue, "exclusive", Map.of());
                    channel.counts(queue);
                }),
                new Scenario("exclusive consumer that is cancelled", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.cancel(channel.consume(queue, "exclusive", Map.of()));
                    channel.consume(queue);
                    channel.counts(queue);
                }),
                new Scenario("exclusive consumer whose channel closes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedChannel other = stage.sibling();
                    other.consume(queue, "exclusive", Map.of());
                    other.close();
                    channel.awaitConsumers(queue, 0);
                    channel.consume(queue, "exclusive", Map.of());
                }),
                new Scenario("basic.get beside an exclusive consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b");
                    channel.qos(1);
                    channel.consume(queue, "exclusive", Map.of()).next();
                    stage.elsewhere().take(queue);
                }),
                new Scenario("purge and delete beside an exclusive consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer exclusive = channel.consume(queue, "exclusive", Map.of());
                    RecordedChannel other = stage.elsewhere();
                    other.purge(queue);
                    other.delete(queue);
                    exclusive.awaitCancel();
                }));
    }
}
