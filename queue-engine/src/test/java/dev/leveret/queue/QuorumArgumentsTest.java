package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.queue.argument.QueueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which arguments each type of queue has. Texts and order as RabbitMQ 3.10.8 has them, but for the names of the types, which are 4.x's. */
class QuorumArgumentsTest {

    private static final String QUEUE = "queue 'q' in vhost '/'";
    private static final FieldTable QUORUM = FieldTable.of("x-queue-type", FieldValue.text("quorum"));

    private static String refusalOf(FieldTable arguments) {
        return refusalOf(true, false, false, arguments);
    }

    private static String refusalOf(boolean durable, boolean exclusive, boolean autoDelete, FieldTable arguments) {
        var refusal = assertThrows(
                AmqpException.class, () -> new QueueSettings("/", "q", durable, exclusive, autoDelete, arguments));
        return refusal.error().code().code() + " " + refusal.error().text();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "x-max-priority", "x-queue-mode", "x-queue-version", "x-queue-master-locator", "x-max-age",
        "x-stream-max-segment-size-bytes", "x-stream-filter-size-bytes", "x-initial-cluster-size"
    })
    void quorumQueueDoesNotHaveWhatOtherTypesHave(String name) {
        // given an argument of another type, with a value that would not do there either
        var arguments = QUORUM.with(name, new FieldValue.Void());
        // when a quorum queue is declared with it
        // then the answer names it and the type
        assertEquals("406 invalid arg '" + name + "' for " + QUEUE + " of queue type quorum", refusalOf(arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "x-dead-letter-strategy", "x-delivery-limit", "x-consumer-disconnected-timeout", "x-delayed-retry-type",
        "x-delayed-retry-min", "x-delayed-retry-max", "x-quorum-initial-group-size", "x-max-in-memory-length",
        "x-max-in-memory-bytes", "x-max-age", "x-initial-cluster-size"
    })
    void classicQueueDoesNotHaveWhatOtherTypesHave(String name) {
        assertEquals(
                "406 invalid arg '" + name + "' for " + QUEUE + " of queue type classic",
                refusalOf(FieldTable.of(name, new Int32(1))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "x-dead-letter-strategy | foo | invalid_dlx_strategy",
        "x-delivery-limit | foo | \"expected integer, got longstr\"",
        "x-quorum-initial-group-size | 0 | {value_zero,0}",
        "x-quorum-initial-group-size | -1 | {value_negative,-1}",
        "x-quorum-initial-group-size | foo | \"expected integer, got longstr\"",
        "x-queue-leader-locator | foo | invalid_queue_locator_arg",
        "x-queue-leader-locator | 5 | {unacceptable_type,signedint}",
        "x-max-in-memory-length | -1 | {value_negative,-1}",
        "x-overflow | foo | invalid_overflow",
        "x-delayed-retry-type | foo | invalid_delayed_retry_type",
        "x-delayed-retry-min | -1 | {value_negative,-1}",
        "x-delayed-retry-max | foo | \"expected integer, got longstr\"",
        "x-consumer-disconnected-timeout | -1 | {value_negative,-1}",
    })
    void valueThatCannotBeIsInvalid(String name, String text, String problem) {
        // given
        FieldValue value = text.matches("-?\\d+") ? new Int32(Integer.parseInt(text)) : FieldValue.text(text);
        // when
        String refusal = refusalOf(QUORUM.with(name, value));
        // then
        assertEquals("406 invalid arg '" + name + "' for " + QUEUE + ": " + problem, refusal);
    }

    @Test
    void valuesAreLookedAtBeforeNamesOfOtherTypes() {
        // given one of another type, and then one with an impossible value
        var arguments = QUORUM.with("x-max-age", FieldValue.text("1D")).with("x-expires", new Int32(0));
        // when
        // then
        assertEquals("406 invalid arg 'x-expires' for " + QUEUE + ": {value_zero,0}", refusalOf(arguments));
    }

    @Test
    void ofSeveralNamesOfOtherTypesTheFirstIsTold() {
        var priority = QUORUM.with("x-max-priority", new Int32(500));
        assertEquals(
                "406 invalid arg 'x-max-priority' for " + QUEUE + " of queue type quorum",
                refusalOf(priority.with("x-max-age", FieldValue.text("1D"))));
    }

    @Test
    void quorumQueueIsDurableAndBelongsToNobodyAndStays() {
        assertEquals("406 invalid property 'non-durable' for " + QUEUE, refusalOf(false, false, false, QUORUM));
        assertEquals("406 invalid property 'exclusive-owner' for " + QUEUE, refusalOf(false, true, false, QUORUM));
        assertEquals("406 invalid property 'auto-delete' for " + QUEUE, refusalOf(false, true, true, QUORUM));
        assertEquals(
                "406 invalid arg 'x-max-length' for " + QUEUE + ": {value_negative,-1}",
                refusalOf(false, true, true, QUORUM.with("x-max-length", new Int32(-1))));
    }

    @Test
    void quorumQueueHasANameOfItsOwn() {
        var refusal = assertThrows(AmqpException.class, () -> QueueType.checkServerNamed(QUORUM));
        assertEquals("Cannot declare a server-named queue for type rabbit_quorum_queue", refusal.error().text());
        QueueType.checkServerNamed(FieldTable.EMPTY);
    }

    @Test
    void deadLetterExchangeIsLookedAtBeforeTheType() {
        // given a type that is none, and an exchange that is no text
        var arguments = FieldTable.of("x-queue-type", FieldValue.text("foo")).with("x-dead-letter-exchange", new Int32(5));
        // when
        // then
        assertEquals(
                "406 invalid type 'signedint' for arg 'x-dead-letter-exchange' in " + QUEUE, refusalOf(arguments));
    }
}
