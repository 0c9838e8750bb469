package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.Int32;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which arguments a new queue and a consumer may have. The texts are those of RabbitMQ 3.10.8. */
class QueueArgumentsTest {

    private static final String QUEUE = "queue 'q' in vhost '/'";

    private static QueueSettings declare(String name, FieldValue value) {
        return new QueueSettings("/", "q", true, false, false, FieldTable.of(name, value));
    }

    private static String refusalOf(String name, FieldValue value) {
        var refusal = assertThrows(AmqpException.class, () -> declare(name, value), name);
        return refusal.error().code().code() + " " + refusal.error().text();
    }

    @Test
    void aConsumerTimeoutIsNotNegative() {
        assertEquals(
                "406 invalid arg 'x-consumer-timeout' for " + QUEUE + ": {value_negative,-1}",
                refusalOf("x-consumer-timeout", new Int32(-1)));
        assertEquals(
                "406 invalid arg 'x-consumer-timeout' for " + QUEUE + ": \"expected integer, got longstr\"",
                refusalOf("x-consumer-timeout", FieldValue.text("1")));
    }

    @Test
    void ofTwoConsumerTimeoutsTheLowerOneCounts() {
        var queue = declare("x-consumer-timeout", new Int32(5_000));
        assertEquals(5_000, queue.rules(FieldTable.EMPTY).consumerTimeoutMillis());
        assertEquals(4_000, queue.rules(FieldTable.of("consumer-timeout", new Int32(4_000))).consumerTimeoutMillis());
        assertEquals(QueueRules.UNLIMITED, declare("x-any", new Int32(1)).rules(FieldTable.EMPTY).consumerTimeoutMillis());
    }

    @Test
    void whetherThereIsASingleActiveConsumerIsABoolean() {
        assertEquals(
                "406 invalid arg 'x-single-active-consumer' for queue 'q' in vhost '/': {unacceptable_type,signedint}",
                refusalOf("x-single-active-consumer", new Int32(1)));
        assertEquals(
                "406 invalid arg 'x-single-active-consumer' for queue 'q' in vhost '/': {unacceptable_type,longstr}",
                refusalOf("x-single-active-consumer", FieldValue.text("true")));
        assertTrue(declare("x-single-active-consumer", new FieldValue.Bool(true)).singleActiveConsumer());
        assertFalse(declare("x-single-active-consumer", new FieldValue.Bool(false)).singleActiveConsumer());
        assertFalse(declare("x-anything", new FieldValue.Bool(true)).singleActiveConsumer());
    }

    @Test
    void deadLetterArgumentsAreTexts() {
        assertEquals(
                "406 invalid type 'signedint' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'",
                refusalOf("x-dead-letter-exchange", new Int32(5)));
        assertEquals(
                "406 invalid arg 'x-dead-letter-routing-key' for queue 'q' in vhost '/': {unacceptable_type,signedint}",
                refusalOf("x-dead-letter-routing-key", new Int32(5)));
    }

    @Test
    void whereDeadLettersGoIsToldToClientsAsShortStrings() {
        var longest = FieldValue.text("k".repeat(255));
        declare("x-dead-letter-exchange", longest);
        assertEquals(
                "406 invalid arg 'x-dead-letter-exchange' for queue 'q' in vhost '/': {value_too_long,256}",
                refusalOf("x-dead-letter-exchange", FieldValue.text("k".repeat(256))));
        assertEquals(
                "406 invalid arg 'x-dead-letter-routing-key' for queue 'q' in vhost '/': {value_too_long,256}",
                refusalOf("x-dead-letter-routing-key", FieldValue.text("k".repeat(256))));
    }

    @Test
    void aDeadLetterRoutingKeyNeedsAnExchange() {
        assertEquals(
                "406 invalid arg 'x-dead-letter-routing-key' for queue 'q' in vhost '/': routing_key_but_no_dlx_defined",
                refusalOf("x-dead-letter-routing-key", FieldValue.text("k")));
    }

    @Test
    void lengthsAreNotNegative() {
        for (String name : List.of("x-max-length", "x-max-length-bytes")) {
            assertEquals(
                    "406 invalid arg '" + name + "' for queue 'q' in vhost '/': {value_negative,-1}",
                    refusalOf(name, new Int32(-1)));
            assertEquals(
                    "406 invalid arg '" + name + "' for queue 'q' in vhost '/': \"expected integer, got longstr\"",
                    refusalOf(name, FieldValue.text("5")));
        }
    }

    @Test
    void thereAreThreeWaysToBeFull() {
        for (String name : List.of("drop-head", "reject-publish", "reject-publish-dlx")) {
            assertEquals(name, declare("x-overflow", FieldValue.text(name)).rules(FieldTable.EMPTY).overflow().wireName());
        }
        assertEquals(
                "406 invalid arg 'x-overflow' for queue 'q' in vhost '/': invalid_overflow",
                refusalOf("x-overflow", FieldValue.text("foo")));
        assertEquals(
                "406 invalid arg 'x-overflow' for queue 'q' in vhost '/': {unacceptable_type,signedint}",
                refusalOf("x-overflow", new Int32(5)));
    }

    @Test
    void streamsAreNotHereYet() {
        assertEquals("540 arg 'x-queue-type' for " + QUEUE + ": 'stream'", refusalOf("x-queue-type", FieldValue.text("stream")));
    }

    @Test
    void queueTypesThatDoNotExistAreInvalid() {
        assertEquals(
                "406 invalid arg 'x-queue-type' for queue 'q' in vhost '/': \"unsupported queue type 'foo'\"",
                refusalOf("x-queue-type", FieldValue.text("foo")));
        assertEquals(
                "406 invalid arg 'x-queue-type' for queue 'q' in vhost '/': \"unsupported queue type ''\"",
                refusalOf("x-queue-type", FieldValue.text("")));
        assertEquals(
                "406 invalid arg 'x-queue-type' for queue 'q' in vhost '/': {unacceptable_type,signedint}",
                refusalOf("x-queue-type", new Int32(5)));
        assertEquals(
                "406 invalid arg 'x-queue-type' for queue 'q' in vhost '/': {unacceptable_type,void}",
                refusalOf("x-queue-type", new FieldValue.Void()));
    }

    @Test
    void theTypeIsLookedAtFirst() {
        // given two arguments that are both refused, the type last
        var arguments = FieldTable.builder()
                .put("x-max-length", -1)
                .put("x-queue-type", "foo")
                .build();

        // when the settings are made
        var refusal = assertThrows(
                AmqpException.class, () -> new QueueSettings("/", "q", true, false, false, arguments));

        // then it is the type that is complained of
        assertEquals(
                "invalid arg 'x-queue-type' for queue 'q' in vhost '/': \"unsupported queue type 'foo'\"",
                refusal.error().text());
    }

    @Test
    void modesAndVersionsThatDoNotExistAreInvalid() {
        assertEquals(
                "406 invalid arg 'x-queue-mode' for queue 'q' in vhost '/': \"unsupported queue mode 'foo'\"",
                refusalOf("x-queue-mode", FieldValue.text("foo")));
        assertEquals(
                "406 invalid arg 'x-queue-mode' for queue 'q' in vhost '/': {unacceptable_type,signedint}",
                refusalOf("x-queue-mode", new Int32(1)));
        assertEquals(
                "406 invalid arg 'x-queue-version' for queue 'q' in vhost '/': \"unsupported queue version '3'\"",
                refusalOf("x-queue-version", new Int32(3)));
        assertEquals(
                "406 invalid arg 'x-queue-version' for queue 'q' in vhost '/': \"expected integer, got longstr\"",
                refusalOf("x-queue-version", FieldValue.text("2")));
    }

    @Test
    void argumentsWithoutAMeaningOnOneNodeAndUnknownOnesAreKept() {
        // given arguments that only say where and how a queue is kept, and one that nobody knows
        var arguments = FieldTable.builder()
                .put("x-queue-type", "classic")
                .put("x-queue-mode", "lazy")
                .put("x-queue-version", new FieldValue.Int8((byte) 2))
                .put("x-queue-master-locator", "min-masters")
                .put("x-queue-leader-locator", "balanced")
                .put("x-ha-policy", "all")
                .put("x-foo", true)
                .build();

        // when the settings are made
        var settings = new QueueSettings("/", "q", true, false, false, arguments);

        // then all are there
        assertEquals(arguments, settings.arguments());
    }

    @Test
    void consumerArgumentsThatAreNotHereYetAreRefusedByName() {
        for (String name : List.of(
                "x-stream-offset",
                "x-stream-filter",
                "x-stream-match-unfiltered")) {
            // given a consumer with such an argument
            var arguments = FieldTable.of(name, new Int32(1));

            // when it is checked
            var refusal = assertThrows(AmqpException.class, () -> ConsumerArguments.check(arguments, QUEUE));

            // then the answer names it
            assertEquals(540, refusal.error().code().code());
            assertEquals("consumer arg '" + name + "'", refusal.error().text());
        }
    }

    @Test
    void aConsumersOwnTimeoutIsNotNegativeEither() {
        var negative = assertThrows(AmqpException.class, () -> ConsumerArguments.check(
                FieldTable.of("x-consumer-timeout", new Int32(-1)), QUEUE));
        var text = assertThrows(AmqpException.class, () -> ConsumerArguments.check(
                FieldTable.of("x-consumer-timeout", FieldValue.text("1")), QUEUE));
        assertEquals("invalid arg 'x-consumer-timeout' for " + QUEUE + ": {value_negative,-1}", negative.error().text());
        assertEquals(
                "invalid arg 'x-consumer-timeout' for " + QUEUE + ": \"expected integer, got longstr\"", text.error().text());
    }

    @Test
    void unknownConsumerArgumentsMeanNothing() {
        ConsumerArguments.check(FieldTable.builder()
                .put("x-foo", 1)
                .put("x-cancel-on-ha-failover", true)
                .build(), QUEUE);
    }

    @Test
    void timesToLiveAreWithinTenYears() {
        for (String name : List.of("x-message-ttl", "x-expires")) {
            assertEquals(invalid(name, "{value_negative,-1}"), refusalOf(name, new Int32(-1)));
            assertEquals(
                    invalid(name, "{value_too_large,315360000001}"),
                    refusalOf(name, new FieldValue.Int64(315_360_000_001L)));
            declare(name, new FieldValue.Int64(315_360_000_000L));
            declare(name, new FieldValue.UInt8((short) 1));
        }
        assertEquals(invalid("x-expires", "{value_zero,0}"), refusalOf("x-expires", new Int32(0)));
        declare("x-message-ttl", new Int32(0));
    }

    @Test
    void prioritiesAreAtMost255() {
        assertEquals(invalid("x-max-priority", "{value_negative,-1}"), refusalOf("x-max-priority", new Int32(-1)));
        assertEquals(
                invalid("x-max-priority", "{max_value_exceeded,256}"), refusalOf("x-max-priority", new Int32(256)));
        assertEquals(255, declare("x-max-priority", new Int32(255)).priorityMax());
        assertEquals(0, declare("x-max-priority", new Int32(0)).priorityMax());
    }

    @Test
    void numbersAreIntegers() {
        for (String name : List.of("x-message-ttl", "x-expires", "x-max-priority")) {
            assertEquals(invalid(name, "\"expected integer, got longstr\""), refusalOf(name, FieldValue.text("5")));
            assertEquals(
                    invalid(name, "\"expected integer, got double\""), refusalOf(name, new FieldValue.Float64(5)));
            assertEquals(invalid(name, "\"expected integer, got void\""), refusalOf(name, new FieldValue.Void()));
            assertEquals(
                    invalid(name, "\"expected integer, got bool\""), refusalOf(name, new FieldValue.Bool(true)));
        }
    }

    private static String invalid(String name, String problem) {
        return "406 invalid arg '" + name + "' for " + QUEUE + ": " + problem;
    }

    @Test
    void argumentsAreLookedAtInRabbitMqsOrder() {
        // given three that cannot be, in another order
        var arguments = FieldTable.builder()
                .put("x-max-priority", 256)
                .put("x-queue-mode", "bogus")
                .put("x-message-ttl", -1)
                .build();

        // when the settings are made
        var refusal = assertThrows(
                AmqpException.class, () -> new QueueSettings("/", "q", true, false, false, arguments));

        // then the time to live is complained of
        assertEquals("invalid arg 'x-message-ttl' for " + QUEUE + ": {value_negative,-1}", refusal.error().text());
    }

    @Test
    void aConsumersPriorityIsAnInteger() {
        // given one that is none
        var arguments = FieldTable.of("x-priority", FieldValue.text("5"));

        // when it is checked
        var refusal = assertThrows(AmqpException.class, () -> ConsumerArguments.check(arguments, QUEUE));

        // then the answer names its type
        assertEquals(406, refusal.error().code().code());
        assertEquals(
                "invalid arg 'x-priority' for " + QUEUE + ": \"expected integer, got longstr\"",
                refusal.error().text());
        ConsumerArguments.check(FieldTable.of("x-priority", new Int32(-5)), QUEUE);
    }
}
