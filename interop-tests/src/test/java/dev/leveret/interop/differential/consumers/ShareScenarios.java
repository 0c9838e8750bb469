package dev.leveret.interop.differential.consumers;

import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** How messages are shared out. */
final class ShareScenarios {

    private ShareScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("consumers without a limit take turns", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer one = channel.consume(queue);
                    RecordedConsumer two = channel.consume(queue);
                    RecordedConsumer three = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c", "d", "e", "f");
                    one.next(2);
                    two.next(2);
                    three.next(2);
                }),
                new Scenario("consumers of different prefetch", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer one = channel.consume(queue);
                    channel.qos(3);
                    RecordedConsumer three = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c", "d", "e", "f");
                    long tag = one.next();
                    three.next(3);
                    channel.counts(queue);
                    channel.ack(tag);
                    one.next();
                    three.rest();
                }),
                new Scenario("consumer that comes to a backlog", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    channel.qos(2);
                    RecordedConsumer one = channel.consume(queue);
                    one.next(2);
                    RecordedConsumer two = channel.consume(queue);
                    two.next();
                    one.rest();
                    channel.counts(queue);
                }),
                new Scenario("prefetch of zero after one of one", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    channel.qos(0);
                    RecordedConsumer one = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    one.next(2);
                }),
                new Scenario("prefetch that is changed does not change a consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer one = channel.consume(queue);
                    channel.qos(5);
                    channel.publish("", queue, "a", "b");
                    one.next();
                    one.rest();
                    channel.counts(queue);
                }),
                new Scenario("prefetch of the whole channel", stage -> {
                    RecordedChannel channel = stage.channel();
                    String first = channel.queue(Map.of());
                    String second = channel.queue(Map.of());
                    channel.qos(2, true);
                    RecordedConsumer one = channel.consume(first);
                    RecordedConsumer two = channel.consume(second);
                    channel.publish("", first, "a");
                    channel.publish("", second, "b");
                    long tag = one.next();
                    two.next();
                    channel.publish("", first, "c");
                    one.rest();
                    channel.ack(tag);
                    one.next();
                }),
                new Scenario("prefetch of the channel and of the consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(3, true);
                    channel.qos(1);
                    RecordedConsumer one = channel.consume(queue);
                    RecordedConsumer two = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c");
                    one.next();
                    two.next();
                    channel.counts(queue);
                }),
                new Scenario("consumer without acknowledgements has no limit", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer one = channel.consume(queue, "no-ack", Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    one.next(3);
                    channel.counts(queue);
                }),
                new Scenario("basic.get takes no part of a prefetch", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b", "c");
                    channel.qos(1);
                    channel.get(queue);
                    RecordedConsumer one = channel.consume(queue);
                    one.next();
                    channel.counts(queue);
                }),
                new Scenario("basic.get beside a consumer with room gets nothing", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer one = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.get(queue);
                    one.next();
                }),
                new Scenario("rejected message goes to the next consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer one = channel.consume(queue);
                    RecordedConsumer two = channel.consume(queue);
                    channel.publish("", queue, "a");
                    channel.reject(one.next(), true);
                    two.next();
                    one.rest();
                }),
                new Scenario("one rejects, again and again", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(1);
                    RecordedConsumer one = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    channel.nack(one.next(), true);
                    channel.nack(one.next(), true);
                    channel.ack(one.next());
                    channel.ack(one.next());
                    one.rest();
                    channel.counts(queue);
                }),
                new Scenario("several rejected at once are in their places", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b", "c", "d");
                    channel.get(queue);
                    channel.get(queue);
                    channel.nackUpTo(channel.get(queue), true);
                    channel.drain(queue);
                }),
                new Scenario("recover on a channel with a consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    RecordedConsumer one = channel.consume(queue);
                    channel.publish("", queue, "a", "b");
                    one.next(2);
                    channel.recover();
                    one.next(2);
                }),
                new Scenario("acknowledgement of several frees room for several", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.qos(2);
                    RecordedConsumer one = channel.consume(queue);
                    channel.publish("", queue, "a", "b", "c", "d", "e");
                    channel.ackUpTo(one.next(2));
                    one.next(2);
                    one.rest();
                    channel.counts(queue);
                }));
    }
}
