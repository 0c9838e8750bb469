package dev.leveret.interop.differential.arguments;

import dev.leveret.interop.differential.Scenario;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** One argument with a value that is right or wrong. */
final class ValueScenarios {

    private static final long TEN_YEARS = 315_360_000_000L;

    private ValueScenarios() {}

    static List<Scenario> all() {
        return List.of(
                declared("message TTL below zero", "x-message-ttl", -1),
                declared("message TTL that is text", "x-message-ttl", "100"),
                declared("message TTL that is a fraction", "x-message-ttl", 1.5),
                declared("message TTL that is a decimal", "x-message-ttl", new BigDecimal("15")),
                declared("message TTL that is a truth value", "x-message-ttl", true),
                declared("message TTL that is a time", "x-message-ttl", new Date(0)),
                declared("message TTL that is a table", "x-message-ttl", Map.of("a", 1)),
                declared("message TTL that is an array", "x-message-ttl", List.of(1)),
                declared("message TTL that is binary", "x-message-ttl", new byte[] {1}),
                declared("message TTL without a value", "x-message-ttl", null),
                declared("message TTL of ten years", "x-message-ttl", TEN_YEARS),
                declared("message TTL of more than ten years", "x-message-ttl", TEN_YEARS + 1),
                declared("message TTL that is the highest number", "x-message-ttl", Long.MAX_VALUE),
                declared("message TTL in one octet", "x-message-ttl", (byte) 100),
                declared("expiry of zero", "x-expires", 0),
                declared("expiry below zero", "x-expires", -5),
                declared("expiry that is text", "x-expires", "1000"),
                declared("expiry of more than ten years", "x-expires", TEN_YEARS + 1),
                declared("length below zero", "x-max-length", -1),
                declared("length that is text", "x-max-length", "5"),
                declared("length that is a whole fraction", "x-max-length", 5.0),
                declared("bytes below zero", "x-max-length-bytes", -1),
                declared("bytes that are a float", "x-max-length-bytes", 1f),
                declared("priority of 255", "x-max-priority", 255),
                declared("priority above 255", "x-max-priority", 256),
                declared("priority below zero", "x-max-priority", -1),
                declared("priority of zero", "x-max-priority", 0),
                declared("priority that is text", "x-max-priority", "5"),
                declared("overflow that is no word for it", "x-overflow", "drop-tail"),
                declared("overflow that is a number", "x-overflow", 1),
                declared("overflow reject-publish-dlx", "x-overflow", "reject-publish-dlx"),
                declared("overflow that is binary", "x-overflow", "drop-head".getBytes(StandardCharsets.UTF_8)),
                declared("dead letter exchange that is a number", "x-dead-letter-exchange", 7),
                declared("dead letter exchange that is a table", "x-dead-letter-exchange", Map.of()),
                declared("dead letter exchange without a value", "x-dead-letter-exchange", null),
                declared("dead letter exchange that is the default one", "x-dead-letter-exchange", ""),
                declared("dead letter exchange that is not there", "x-dead-letter-exchange", "nowhere"),
                declared("dead letter routing key without an exchange", "x-dead-letter-routing-key", "key"),
                declared("dead letter routing key that is a number", Map.of(
                        "x-dead-letter-exchange", "", "x-dead-letter-routing-key", 7)),
                declared("single active consumer that is text", "x-single-active-consumer", "true"),
                declared("single active consumer that is a number", "x-single-active-consumer", 1),
                declared("mode lazy", "x-queue-mode", "lazy"),
                declared("mode that is no word for it", "x-queue-mode", "eager"),
                declared("mode that is a number", "x-queue-mode", 1),
                declared("version 2", "x-queue-version", 2),
                declared("version 3", "x-queue-version", 3),
                declared("version that is text", "x-queue-version", "2"),
                declared("master locator that is a number", "x-queue-master-locator", 1),
                declared("master locator that is no word for it", "x-queue-master-locator", "nowhere"),
                declared("unknown argument of every type", Map.of(
                        "x-text", "a", "x-number", 1, "x-table", Map.of("a", List.of(1, "b")), "x-time", new Date(0))),
                declared("two wrong values", Map.of("x-expires", 0, "x-message-ttl", -1)),
                declared("two other wrong values", Map.of("x-overflow", "x", "x-max-priority", 300)),
                declared("wrong value and an argument of another type", Map.of("x-expires", 0, "x-delivery-limit", 1)),
                declared("wrong value and a dead letter exchange of a wrong type", Map.of(
                        "x-expires", 0, "x-dead-letter-exchange", 1)));
    }

    private static Scenario declared(String name, String argument, Object value) {
        return declared(name, Collections.singletonMap(argument, value));
    }

    private static Scenario declared(String name, Map<String, Object> arguments) {
        return new Scenario("value " + name, stage -> {
            String queue = stage.channel().queue(arguments);
            stage.channel().counts(queue);
        });
    }
}
