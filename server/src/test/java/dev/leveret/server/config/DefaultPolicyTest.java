package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operator policies of new virtual hosts, as files have them. */
class DefaultPolicyTest {

    private final RawSettings raw = new RawSettings();

    @Test
    void policiesAreReadByName() {
        set("b.vhost_pattern", "^qa");
        set("b.queue_pattern", "^tmp");
        set("b.apply_to", "classic_queues");
        set("b.expires", "1h");
        set("b.classic_queues.queue_version", "2");
        set("a.max_length", "10");

        List<DefaultPolicy> policies = policies();
        assertEquals(
                new Policy(PolicyKind.OPERATOR, "a", ".*", ApplyTo.ALL, 0, FieldTable.of("max-length", whole(10))),
                policies.getFirst().policy());
        assertTrue(policies.getFirst().vhosts().matcher("shop").find());
        assertEquals(
                new Policy(PolicyKind.OPERATOR, "b", "^tmp", ApplyTo.CLASSIC_QUEUES, 0,
                        FieldTable.of("queue-version", whole(2)).with("expires", whole(3_600_000))),
                policies.getLast().policy());
        assertFalse(policies.getLast().vhosts().matcher("shop").find());
    }

    /** As seen of the library that reads such values in RabbitMQ 3.10. */
    @ParameterizedTest
    @CsvSource({
        "message_ttl, message-ttl, 10ms, 10",
        "message_ttl, message-ttl, 1.7ms, 2",
        "message_ttl, message-ttl, 1.5s, 1500",
        "message_ttl, message-ttl, 1h30m, 5400000",
        "message_ttl, message-ttl, 1H, 3600000",
        "message_ttl, message-ttl, 1s1s, 2000",
        "expires, expires, 1d, 86400000",
        "expires, expires, 1w, 604800000",
        "expires, expires, 1f, 1209600000",
        "max_length_bytes, max-length-bytes, 1000, 1000",
        "max_length_bytes, max-length-bytes, 1KB, 1024",
        "max_length_bytes, max-length-bytes, 1mb, 1048576",
        "max_in_memory_bytes, max-in-memory-bytes, 1GB, 1073741824",
        "max_in_memory_length, max-in-memory-length, 7, 7",
        "delivery_limit, delivery-limit, 5, 5",
        "classic_queues.ha_params, ha-params, 2, 2",
    })
    void numbersHaveTheUnitsOfTheirKey(String field, String word, String text, long value) {
        set("p." + field, text);
        assertEquals(FieldTable.of(word, whole(value)), policies().getFirst().policy().definition());
    }

    @Test
    void keysOfMirroredQueuesAreKept() {
        set("p.classic_queues.ha_mode", "nodes");
        set("p.classic_queues.ha_params", "rabbit@a, rabbit@b");
        set("p.classic_queues.ha_sync_mode", "automatic");
        FieldTable definition = policies().getFirst().policy().definition();
        assertEquals(FieldValue.text("nodes"), definition.get("ha-mode"));
        assertEquals(
                new FieldValue.Array(List.of(FieldValue.text("rabbit@a"), FieldValue.text("rabbit@b"))), definition.get("ha-params"));
        assertEquals(FieldValue.text("automatic"), definition.get("ha-sync-mode"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "vhost_pattern | ( | '(' is not a regular expression",
        "queue_pattern | ( | '(' is not a regular expression",
        "max_length | 0 | '0' is not a whole number above 0",
        "max_length | many | 'many' is not a whole number above 0",
        "delivery_limit | -1 | '-1' is not a whole number above 0",
        "max_length_bytes | 0 | '0' is not a size above 0, like 100MB",
        "max_length_bytes | b | 'b' is not a size above 0, like 100MB",
        "message_ttl | 1000 | '1000' is not a time above 0 with its unit, like 500ms, 30s or 1h30m",
        "message_ttl | 0s | '0s' is not a time above 0 with its unit, like 500ms, 30s or 1h30m",
        "message_ttl | 1h 30m | '1h 30m' is not a time above 0 with its unit, like 500ms, 30s or 1h30m",
        "expires | 600w | 362880000000 is not a valid queue expiry",
        "classic_queues.queue_version | 3 | 3 is not a valid queue-version value",
        "classic_queues.ha_mode | some | <<\"some\">> is not a valid ha-mode value",
        "apply_to | all queues | apply-to 'all queues' unrecognised; should be one of 'all', 'queues', 'classic_queues',"
                + " 'quorum_queues', 'streams', 'exchanges'",
    })
    void whatIsWrongIsToldOfWithItsPlace(String field, String text, String reason) {
        set("p." + field, text);
        refused("test: default_policies.operator.p." + field + ": " + reason);
    }

    @Test
    void policyHasToAskForSomething() {
        set("p.vhost_pattern", "^qa");
        refused("test: default_policies.operator.p.vhost_pattern: no policy provided");
    }

    @Test
    void otherFieldsAreUnknown() {
        set("p.ha_mode", "all");
        refused("test: unknown setting 'default_policies.operator.p.ha_mode'; what may follow there is NAME. and one of"
                + " vhost_pattern, queue_pattern, apply_to, expires, message_ttl, max_length, max_length_bytes, delivery_limit,"
                + " max_in_memory_length, max_in_memory_bytes, classic_queues.ha_mode, classic_queues.ha_params,"
                + " classic_queues.ha_sync_mode, classic_queues.queue_version");
    }

    private static FieldValue whole(long number) {
        return new FieldValue.Int64(number);
    }

    private void set(String field, String text) {
        raw.set("default_policies.operator." + field, text, "test");
    }

    private List<DefaultPolicy> policies() {
        return SettingsReader.read(raw).auth().newVhosts().policies();
    }

    private void refused(String line) {
        assertEquals(line, assertThrows(ConfigException.class, this::policies).getMessage());
    }
}
