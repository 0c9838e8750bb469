package dev.leveret.server.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused in a policy, in the words of RabbitMQ 3.10. */
class PolicyChecksTest {

    private static Policy policy(PolicyKind kind, String pattern, FieldTable definition) {
        return new Policy(kind, "p", pattern, ApplyTo.ALL, 0, definition);
    }

    private static String refusal(Policy policy) {
        return assertThrows(PolicyException.class, policy::requireValid).getMessage();
    }

    private static FieldValue value(String text) {
        return text.matches("-?\\d+") ? new FieldValue.Int64(Long.parseLong(text)) : FieldValue.text(text);
    }

    @ParameterizedTest
    @CsvSource({
        "message-ttl, x, <<\"x\">> is not a valid message TTL",
        "message-ttl, -1, -1 is not a valid message TTL",
        "expires, 0, 0 is not a valid queue expiry",
        "max-length, -2, -2 is not a valid maximum length",
        "max-length-bytes, -2, -2 is not a valid maximum length in bytes",
        "overflow, nope, <<\"nope\">> is not a valid overflow value",
        "overflow, 1, 1 is not a valid overflow value",
        "dead-letter-exchange, 1, 1 is not a valid dead letter exchange name",
        "dead-letter-routing-key, 1, 1 is not a valid dead letter routing key",
        "dead-letter-strategy, x, <<\"x\">> is not a valid dead letter strategy",
        "alternate-exchange, 1, 1 is not a valid alternate exchange name",
        "delivery-limit, -2, -2 is not a valid delivery limit",
        "queue-version, 3, 3 is not a valid queue-version value",
        "queue-mode, x, <<\"x\">> is not a valid queue-mode value",
    })
    void badValueIsNamed(String key, String value, String refusal) {
        assertEquals(refusal, refusal(policy(PolicyKind.USER, "", FieldTable.of(key, value(value)))));
    }

    @Test
    void whereDeadLettersGoIsToldToClientsAsShortStrings() {
        FieldTable longest = FieldTable.of("dead-letter-routing-key", FieldValue.text("k".repeat(255)));
        assertDoesNotThrow(() -> policy(PolicyKind.USER, "", longest));
        String tooLong = "k".repeat(256);
        assertEquals(
                "<<\"" + tooLong + "\">> is not a valid dead letter routing key",
                refusal(policy(PolicyKind.USER, "", FieldTable.of("dead-letter-routing-key", FieldValue.text(tooLong)))));
    }

    @Test
    void unknownKeysAreAllNamed() {
        FieldTable definition = FieldTable.builder().put("foo", 1).put("bar", 2).put("message-ttl", 5).build();
        assertEquals(
                "[{<<\"bar\">>,2},{<<\"foo\">>,1}] are not recognised policy settings",
                refusal(policy(PolicyKind.USER, "", definition)));
    }

    @Test
    void ofSeveralBadValuesTheFirstByItsKeyIsNamed() {
        FieldTable definition = FieldTable.builder().put("message-ttl", -1).put("expires", 0).build();
        assertEquals("0 is not a valid queue expiry", refusal(policy(PolicyKind.USER, "", definition)));
    }

    @Test
    void operatorPolicyHasLimitsOnly() {
        FieldTable definition = FieldTable.of("dead-letter-exchange", FieldValue.text("x"));
        assertEquals(
                "[{<<\"dead-letter-exchange\">>,<<\"x\">>}] are not recognised policy settings",
                refusal(policy(PolicyKind.OPERATOR, "", definition)));
        assertDoesNotThrow(policy(PolicyKind.OPERATOR, "", FieldTable.of("overflow", value("drop-head")))::requireValid);
        assertDoesNotThrow(policy(PolicyKind.OPERATOR, "", FieldTable.of("queue-version", value("2")))::requireValid);
    }

    @Test
    void nothingAtAllIsNoPolicy() {
        assertEquals("no policy provided", refusal(policy(PolicyKind.USER, "", FieldTable.EMPTY)));
    }

    @Test
    void patternHasToBeARegularExpression() {
        assertEquals(
                "pattern should be regular expression but is invalid: {\"missing terminating ] for character class\",1}",
                refusal(policy(PolicyKind.USER, "[", FieldTable.of("message-ttl", value("1")))));
    }

    @Test
    void keysWithoutAMeaningHereAreAccepted() {
        Policy policy = policy(PolicyKind.USER, "", FieldTable.builder()
                .put("message-ttl", 1).put("queue-version", 2).put("federation-upstream", "up").put("ha-mode", "all").build());
        assertDoesNotThrow(policy::requireValid);
        assertEquals(List.of("queue-version", "federation-upstream", "ha-mode"), policy.meaninglessKeys());
    }
}
