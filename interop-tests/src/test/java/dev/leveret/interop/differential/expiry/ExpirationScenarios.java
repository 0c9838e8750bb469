package dev.leveret.interop.differential.expiry;

import dev.leveret.interop.differential.Content;
import dev.leveret.interop.differential.RecordedChannel;
import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.Map;

/** Which texts the property expiration may have. */
final class ExpirationScenarios {

    private ExpirationScenarios() {}

    static List<Scenario> all() {
        return List.of(
                published("of ten years", "315360000000"),
                published("of more than ten years", "315360000001"),
                published("of a number beyond all", "99999999999999999999999"),
                published("that is no number", "soon"),
                published("that is empty", ""),
                published("below zero", "-1"),
                published("with a sign", "+60000"),
                published("with zeros in front", "00060000"),
                published("that is a fraction", "60000.5"),
                published("with a unit", "60000ms"),
                published("with a space in front", " 60000"),
                published("with a space behind", "60000 "),
                new Scenario("expiration that is wrong and no queue", stage ->
                        stage.channel().publish("", stage.queueName(), Content.of("m").expiration("soon"))),
                new Scenario("expiration that is wrong and no exchange", stage ->
                        stage.channel().publish(stage.exchangeName(), "k", Content.of("m").expiration("soon"))),
                new Scenario("user id that is wrong and no exchange", stage -> stage.channel().publish(
                        stage.exchangeName(), "k", Content.of("m").with(properties -> properties.userId("nobody")))));
    }

    private static Scenario published(String name, String expiration) {
        return new Scenario("expiration " + name, stage -> {
            RecordedChannel channel = stage.channel();
            String queue = channel.queue(Map.of());
            channel.publish("", queue, Content.of("m").expiration(expiration));
            channel.take(queue);
        });
    }
}
