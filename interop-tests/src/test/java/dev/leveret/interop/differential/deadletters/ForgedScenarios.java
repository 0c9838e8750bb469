package dev.leveret.interop.differential.deadletters;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.Scenario;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages that come with headers of dead letters already. */
final class ForgedScenarios {

    private ForgedScenarios() {}

    static List<Scenario> all() {
        return List.of(
                forged("first death made up by the client", Map.of(
                        "x-first-death-queue", "elsewhere", "x-first-death-reason", "boredom", "x-first-death-exchange", "e")),
                forged("x-death that is text", Map.of("x-death", "a")),
                forged("x-death that is empty", Map.of("x-death", List.of())),
                forged("x-death of texts", Map.of("x-death", List.of("a", "b"))),
                forged("x-death of another queue", Map.of("x-death", List.of(death("elsewhere", "rejected", 3L)))),
                forged("x-death of a reason that there is not", Map.of("x-death", List.of(death("elsewhere", "boredom", 3L)))),
                forged("x-death with a count in another width", Map.of("x-death", List.of(death("elsewhere", "rejected", 3)))),
                forged("x-death without a reason", Map.of("x-death", List.of(Map.of("queue", "elsewhere", "count", 1L)))),
                new Scenario("letter published again with its headers goes on counting", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, Content.of("m").headers(Map.of(
                            "x-death", List.of(death(queue, "rejected", 4L)))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("letter published again with two deaths in this queue", stage -> {
                    RecordedChannel channel = stage.channel();
                    String dead = channel.queue(Map.of());
                    String queue = Letters.queueTo(channel, dead, Map.of());
                    channel.publish("", queue, Content.of("m").headers(Map.of("x-death", List.of(
                            death("elsewhere", "expired", 2L), death(queue, "expired", 7L), death(queue, "rejected", 4L)))));
                    Letters.reject(channel, queue);
                    Letters.take(channel, dead);
                }),
                new Scenario("made up death in the queue where it expires", stage -> {
                    RecordedChannel channel = stage.channel();
                    String queue = channel.queue(Map.of("x-dead-letter-exchange", "", "x-message-ttl", 20));
                    channel.publish("", queue, Content.of("m").headers(Map.of(
                            "x-death", List.of(death(queue, "rejected", 1L)))));
                    stage.pass(500);
                    channel.counts(queue);
                }));
    }

    private static Scenario forged(String name, Map<String, Object> headers) {
        return new Scenario(name, stage -> {
            RecordedChannel channel = stage.channel();
            String dead = channel.queue(Map.of());
            String queue = Letters.queueTo(channel, dead, Map.of());
            channel.publish("", queue, Content.of("m").headers(headers));
            channel.publish("", queue, Content.of("fence"));
            Letters.reject(channel, queue);
            Letters.reject(channel, queue);
            channel.awaitFence(dead);
        });
    }

    private static Map<String, Object> death(String queue, String reason, Object count) {
        Map<String, Object> death = new HashMap<>(Map.of("queue", queue, "reason", reason, "count", count));
        death.put("exchange", "e");
        death.put("routing-keys", List.of("k"));
        death.put("time", new Date(0));
        return death;
    }
}
