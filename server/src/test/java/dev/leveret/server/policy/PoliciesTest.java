package dev.leveret.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which policy applies to what, and what it comes to together with the operator's. */
class PoliciesTest {

    private final Policies policies = new Policies();

    private static FieldTable ttl(long millis) {
        return FieldTable.of("message-ttl", new FieldValue.Int64(millis));
    }

    private void put(PolicyKind kind, String name, String pattern, ApplyTo applyTo, int priority, FieldTable definition) {
        policies.put(new Policy(kind, name, pattern, applyTo, priority, definition));
    }

    private void put(String name, String pattern, int priority, FieldTable definition) {
        put(PolicyKind.USER, name, pattern, ApplyTo.ALL, priority, definition);
    }

    @Test
    void patternIsSearchedInTheName() {
        put("p", "b+", 0, ttl(1));
        assertEquals("p", policies.ofQueue("abba", "classic").policy());
        assertEquals(EffectivePolicy.NONE, policies.ofQueue("xyz", "classic"));
    }

    @Test
    void highestPriorityAppliesAloneAndThenTheFirstName() {
        put("low", ".*", -1, FieldTable.of("max-length", new FieldValue.Int64(3)));
        put("y", ".*", 2, ttl(2));
        put("x", ".*", 2, ttl(3));
        assertEquals(new EffectivePolicy("x", null, ttl(3)), policies.ofQueue("q", "classic"));
        policies.remove(PolicyKind.USER, "x");
        policies.remove(PolicyKind.USER, "y");
        assertEquals("low", policies.ofQueue("q", "classic").policy());
        assertEquals(List.of("low"), policies.list(PolicyKind.USER).stream().map(Policy::name).toList());
    }

    @Test
    void applyToTellsQueuesOfEachTypeAndExchangesApart() {
        put(PolicyKind.USER, "classic", ".*", ApplyTo.CLASSIC_QUEUES, 3, ttl(1));
        put(PolicyKind.USER, "quorum", ".*", ApplyTo.QUORUM_QUEUES, 3, ttl(1));
        put(PolicyKind.USER, "queues", ".*", ApplyTo.QUEUES, 2, ttl(1));
        put(PolicyKind.USER, "exchanges", ".*", ApplyTo.EXCHANGES, 1, ttl(1));
        assertEquals("classic", policies.ofQueue("q", "classic").policy());
        assertEquals("quorum", policies.ofQueue("q", "quorum").policy());
        assertEquals("queues", policies.ofQueue("q", "stream").policy());
        assertEquals("exchanges", policies.ofExchange("q").policy());
    }

    @Test
    void policyWithAKeyOfAnotherQueueTypePassesAQueueBy() {
        put("both", ".*", 0, ttl(9));
        put("quorum", ".*", 5, ttl(1).with("delivery-limit", new FieldValue.Int64(5)));
        assertEquals("both", policies.ofQueue("q", "classic").policy());
        assertEquals("quorum", policies.ofQueue("q", "quorum").policy());
    }

    @Test
    void ofTheUsersAndTheOperatorsNumbersTheLowerOneCounts() {
        put("p", ".*", 0, FieldTable.builder()
                .put("message-ttl", 9).put("max-length", 5).put("dead-letter-exchange", "x").build());
        put(PolicyKind.OPERATOR, "o", ".*", ApplyTo.QUEUES, 0, FieldTable.builder()
                .put("message-ttl", 20).put("max-length", 3).put("expires", 100).build());
        FieldTable both = FieldTable.builder()
                .put("message-ttl", 9).put("max-length", 3).put("dead-letter-exchange", "x").put("expires", 100).build();
        assertEquals(new EffectivePolicy("p", "o", both), policies.ofQueue("q", "classic"));
    }

    @Test
    void noDeliveryLimitIsNotLowerThanOne() {
        put("p", ".*", 0, FieldTable.of("delivery-limit", new FieldValue.Int64(-1)));
        put(PolicyKind.OPERATOR, "o", ".*", ApplyTo.QUEUES, 0, FieldTable.of("delivery-limit", new FieldValue.Int64(7)));
        assertEquals(7, policies.ofQueue("q", "quorum").definition().get("delivery-limit").integer().orElseThrow());
    }

    @Test
    void operatorsOverflowWins() {
        put("p", ".*", 0, FieldTable.of("overflow", FieldValue.text("drop-head")));
        put(PolicyKind.OPERATOR, "o", ".*", ApplyTo.QUEUES, 0, FieldTable.of("overflow", FieldValue.text("reject-publish")));
        assertEquals(FieldValue.text("reject-publish"), policies.ofQueue("q", "classic").definition().get("overflow"));
    }
}
