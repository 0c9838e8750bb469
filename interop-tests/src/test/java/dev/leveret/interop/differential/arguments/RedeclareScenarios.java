package dev.leveret.interop.differential.arguments;

import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.Scenario;
import dev.leveret.interop.differential.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A queue that is there, declared once more. */
final class RedeclareScenarios {

    private RedeclareScenarios() {}

    static List<Scenario> all() {
        return List.of(
                again("the same", Map.of("x-message-ttl", 1000, "x-max-length", 5), Map.of("x-message-ttl", 1000, "x-max-length", 5)),
                again("an argument less", Map.of("x-message-ttl", 1000), Map.of()),
                again("an argument more", Map.of(), Map.of("x-message-ttl", 1000)),
                again("another number", Map.of("x-message-ttl", 1000), Map.of("x-message-ttl", 2000)),
                again("the same number in another width", Map.of("x-message-ttl", 1000), Map.of("x-message-ttl", 1000L)),
                again("another number in another width", Map.of("x-expires", 70_000L), Map.of("x-expires", (short) 7000)),
                again("a text for a number", Map.of("x-message-ttl", 1000), Map.of("x-message-ttl", "1000")),
                again("a fraction for a number", Map.of("x-max-length", 10), Map.of("x-max-length", 10.0)),
                again("another text", Map.of("x-dead-letter-exchange", "a"), Map.of("x-dead-letter-exchange", "b")),
                again("the same text as binary", Map.of("x-dead-letter-exchange", "a"),
                        Map.of("x-dead-letter-exchange", "a".getBytes(StandardCharsets.UTF_8))),
                again("a number for a text", Map.of("x-overflow", "drop-head"), Map.of("x-overflow", 1)),
                again("a dead letter exchange less", Map.of("x-dead-letter-exchange", "a"), Map.of()),
                again("another dead letter routing key",
                        Map.of("x-dead-letter-exchange", "a", "x-dead-letter-routing-key", "k"),
                        Map.of("x-dead-letter-exchange", "a", "x-dead-letter-routing-key", "l")),
                again("another truth value", Map.of("x-single-active-consumer", true), Map.of("x-single-active-consumer", false)),
                again("a truth value less", Map.of("x-single-active-consumer", false), Map.of()),
                again("another priority", Map.of("x-max-priority", 5), Map.of("x-max-priority", 6)),
                again("a priority more", Map.of(), Map.of("x-max-priority", 5)),
                again("a mode more", Map.of(), Map.of("x-queue-mode", "default")),
                again("a version more", Map.of(), Map.of("x-queue-version", 1)),
                again("an overflow that is the usual one", Map.of(), Map.of("x-overflow", "drop-head")),
                again("two differences", Map.of("x-message-ttl", 1, "x-max-length", 1), Map.of("x-message-ttl", 2, "x-max-length", 2)),
                again("two other differences", Map.of("x-overflow", "drop-head", "x-max-length-bytes", 1),
                        Map.of("x-overflow", "reject-publish", "x-max-length-bytes", 2)),
                again("a value that cannot be", Map.of("x-message-ttl", 1000), Map.of("x-message-ttl", -1)),
                again("an unknown argument less", Map.of("x-unknown", 1), Map.of()),
                again("another value of an unknown argument", Map.of("x-unknown", 1), Map.of("x-unknown", "b")),
                again("an argument of another type more", Map.of(), Map.of("x-delivery-limit", 1)),
                again("its type, named the second time", Map.of(), Map.of("x-queue-type", "classic")),
                again("its type, named the first time", Map.of("x-queue-type", "classic"), Map.of()),
                again("another type", Map.of(), Map.of("x-queue-type", "quorum")),
                again("a type that is none", Map.of(), Map.of("x-queue-type", "simple")),
                new Scenario("again durable instead of transient", stage -> flags(stage.channel(), stage.queueName(), "", "durable")),
                new Scenario("again transient instead of durable", stage -> flags(stage.channel(), stage.queueName(), "durable", "")),
                new Scenario("again auto-delete", stage -> flags(stage.channel(), stage.queueName(), "", "auto-delete")),
                new Scenario("again exclusive", stage -> flags(stage.channel(), stage.queueName(), "", "exclusive")),
                new Scenario("again not exclusive", stage -> flags(stage.channel(), stage.queueName(), "exclusive", "")),
                new Scenario("again durable and exclusive", stage ->
                        flags(stage.channel(), stage.queueName(), "durable exclusive", "exclusive")),
                new Scenario("again with other flags and arguments", RedeclareScenarios::flagsAndArguments),
                new Scenario("again by another connection if exclusive", stage -> {
                    String queue = stage.channel().declare(stage.queueName(), "exclusive", Map.of());
                    stage.elsewhere().declare(queue, "exclusive", Map.of());
                    stage.elsewhere().counts(queue);
                    stage.elsewhere().get(queue);
                    stage.elsewhere().consume(queue);
                    stage.elsewhere().purge(queue);
                    stage.elsewhere().delete(queue);
                    stage.elsewhere().bind(queue, "amq.direct", "k");
                }),
                new Scenario("passive declare of a queue that is not there", stage ->
                        stage.channel().counts(stage.queueName())),
                new Scenario("passive declare counts ready messages and consumers", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-max-length", 5));
                    channel.publish("", queue, "a", "b", "c");
                    channel.get(queue);
                    channel.counts(queue);
                    channel.qos(1);
                    channel.consume(queue).next();
                    channel.counts(queue);
                }),
                new Scenario("redeclare counts messages and consumers", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of());
                    channel.publish("", queue, "a", "b");
                    channel.declare(queue, "", Map.of());
                }),
                new Scenario("server named queue and the last one declared", stage -> {
                    RecordedChannel channel = stage.channel();
                    channel.declare("", "exclusive", Map.of("x-max-length", 1));
                    channel.counts("");
                    channel.publish("", "nobody", "m");
                    channel.take("");
                }),
                new Scenario("last queue declared where there is none", stage -> {
                    stage.channel().counts("");
                    stage.channel().take("");
                    stage.channel().purge("");
                    stage.channel().delete("");
                    stage.channel().consume("");
                    stage.channel().bind("", "amq.direct", "k");
                }),
                new Scenario("reserved name", stage -> {
                    stage.channel().declare("amq.mine", "", Map.of());
                    stage.channel().counts("amq.mine");
                    stage.channel().declare("amq.mine", "", Map.of("x-expires", 0));
                }));
    }

    private static Scenario again(String name, Map<String, Object> first, Map<String, Object> second) {
        return new Scenario("again " + name, stage -> {
            RecordedChannel channel = stage.channel();
            channel.declare(channel.queue(first), "", second);
        });
    }

    private static void flags(RecordedChannel channel, String queue, String first, String second) throws Exception {
        channel.declare(queue, first, Map.of());
        channel.declare(queue, second, Map.of());
    }

    private static void flagsAndArguments(Stage stage) throws Exception {
        RecordedChannel channel = stage.channel();
        String queue = channel.declare(stage.queueName(), "", Map.of("x-max-length", 1));
        channel.declare(queue, "durable auto-delete", Map.of("x-max-length", 2));
        channel.declare(queue, "auto-delete", Map.of("x-max-length", 2));
        channel.declare(queue, "", Map.of("x-max-length", 2));
    }
}
