package dev.leveret.interop.differential.limits;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.RecordedConsumer;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Queues that take nothing when they are full. */
final class RefuseScenarios {

    private static final String OVERFLOW = "x-overflow";
    private static final String REJECT = "reject-publish";

    private RefuseScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("refused when full, taken when there is room", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, "a", "b");
                    channel.take(queue);
                    channel.publish("", queue, "c", "d");
                    channel.drain(queue);
                }),
                new Scenario("refused by bytes", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length-bytes", 3, OVERFLOW, REJECT));
                    channel.publish("", queue, "aa", "bb", "c", "");
                    channel.drain(queue);
                }),
                new Scenario("one message of more bytes than a queue may hold that refuses", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length-bytes", 3, OVERFLOW, REJECT));
                    channel.publish("", queue, "much too much", "a");
                    channel.drain(queue);
                }),
                new Scenario("length of zero refuses all", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 0, OVERFLOW, REJECT));
                    channel.publish("", queue, Content.of("a").returned());
                    channel.counts(queue);
                }),
                new Scenario("length of zero that refuses and a consumer that waits", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 0, OVERFLOW, REJECT));
                    RecordedConsumer consumer = channel.consume(queue);
                    channel.publish("", queue, "a");
                    consumer.rest();
                }),
                new Scenario("unacknowledged messages do not count for refusing", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, "a");
                    channel.get(queue);
                    channel.publish("", queue, "b", "c");
                    channel.drain(queue);
                }),
                new Scenario("message that comes back to a full queue that refuses", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, "a");
                    long tag = channel.get(queue);
                    channel.publish("", queue, "b");
                    channel.reject(tag, true);
                    channel.counts(queue);
                    channel.publish("", queue, "c");
                    channel.take(queue);
                    channel.publish("", queue, "d");
                    channel.drain(queue);
                }),
                new Scenario("one of two queues refuses", stage -> {
                    RecordedChannel channel = stage.channel();
                    String exchange = channel.exchange("fanout", Map.of());
                    String full = channel.queue(Map.of("x-max-length", 0, OVERFLOW, REJECT));
                    String open = channel.queue(Map.of());
                    channel.bind(full, exchange, "");
                    channel.bind(open, exchange, "");
                    channel.publish(exchange, "", Content.of("m").returned());
                    channel.drain(open);
                    channel.drain(full);
                }),
                new Scenario("persistent message refused by a durable queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.declare(stage.queueName(), "durable", Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, Content.of("a").persistent());
                    channel.publish("", queue, Content.of("b").persistent());
                    channel.drain(queue);
                }),
                new Scenario("refused without confirms", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    RecordedChannel plain = stage.sibling();
                    plain.send("", queue, "a");
                    plain.send("", queue, "b");
                    plain.drain(queue);
                }),
                new Scenario("purge makes room", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, "a", "b");
                    channel.purge(queue);
                    channel.publish("", queue, "c");
                    channel.drain(queue);
                }),
                new Scenario("expiry makes room", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, Content.of("a").expiration("2000"));
                    channel.publish("", queue, "b");
                    channel.awaitReady(queue, 0);
                    channel.publish("", queue, "c");
                    channel.drain(queue);
                }),
                new Scenario("full queue that refuses gets a consumer", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    channel.publish("", queue, "a", "b");
                    channel.qos(2);
                    RecordedConsumer consumer = channel.consume(queue);
                    consumer.next();
                    channel.publish("", queue, "c", "d", "e");
                    consumer.next();
                    consumer.rest();
                }),
                new Scenario("reject-publish without a limit", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of(OVERFLOW, REJECT));
                    channel.publish("", queue, "a", "b");
                    channel.drain(queue);
                }),
                new Scenario("reject-publish-dlx without an exchange", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, "reject-publish-dlx"));
                    channel.publish("", queue, "a", "b");
                    channel.drain(queue);
                }),
                new Scenario("reject-publish-dlx to an exchange that is not there", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, "reject-publish-dlx",
                            "x-dead-letter-exchange", stage.exchangeName()));
                    channel.publish("", queue, "a", "b");
                    channel.drain(queue);
                }),
                new Scenario("reject-publish-dlx and messages that come back", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, "reject-publish-dlx",
                            "x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
                    channel.publish("", queue, "a");
                    long tag = channel.get(queue);
                    channel.publish("", queue, "b");
                    channel.reject(tag, true);
                    channel.publish("", queue, "c");
                    channel.awaitReady(dead, 1);
                    channel.drain(dead);
                    channel.drain(queue);
                }),
                new Scenario("transaction with a message that is refused", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 1, OVERFLOW, REJECT));
                    RecordedChannel transaction = stage.sibling();
                    transaction.txSelect();
                    transaction.send("", queue, "a");
                    transaction.send("", queue, "b");
                    transaction.txCommit();
                    transaction.drain(queue);
                }));
    }
}
