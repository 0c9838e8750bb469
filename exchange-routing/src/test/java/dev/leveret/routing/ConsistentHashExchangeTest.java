package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange type x-consistent-hash. Reply texts were measured on RabbitMQ 3.10. */
class ConsistentHashExchangeTest {

    private static final int KEYS = 100_000;
    private static final String BINDING_KEY = "PRECONDITION_FAILED - The binding key must be ";

    private final TestVirtualHost host = new TestVirtualHost();

    private void declare(FieldTable arguments) {
        host.exchange("e", ExchangeType.CONSISTENT_HASH, arguments);
    }

    private void bindQueues(int count) {
        for (int i = 0; i < count; i++) {
            host.queue("q" + i);
            host.bind("e", "q" + i, "1");
        }
    }

    /** How many of many keys go to each queue. */
    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < KEYS; i++) {
            shares.merge(only("key-" + i), 1, Integer::sum);
        }
        return shares;
    }

    private String only(String key) {
        return host.route("e", key).iterator().next();
    }

    @Test
    void eachMessageReachesOneQueueAndSharesFollowTheWeights() {
        // given
        declare(FieldTable.EMPTY);
        for (int weight = 1; weight <= 4; weight++) {
            host.queue("q" + weight);
            host.bind("e", "q" + weight, Integer.toString(weight));
        }
        // when
        Map<String, Integer> shares = shares();
        // then
        for (int weight = 1; weight <= 4; weight++) {
            double expected = KEYS * weight / 10.0;
            assertEquals(expected, shares.get("q" + weight), expected / 10, shares.toString());
        }
        assertFalse(host.destinations.dependsOnHeaders());
        assertFalse(host.destinations.onlyForThisMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 50})
    void aboutOneShareOfTheKeysMovesWhenAQueueJoinsAndLeaves(int count) {
        // given
        declare(FieldTable.EMPTY);
        bindQueues(count);
        String[] before = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            before[i] = only("key-" + i);
        }
        // when
        TestQueue joining = host.queue("joining");
        host.bind("e", "joining", "1");
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            String after = only("key-" + i);
            assertTrue(after.equals(before[i]) || after.equals("joining"));
            moved += after.equals(before[i]) ? 0 : 1;
        }
        // then
        assertTrue(moved <= 1.2 * KEYS / (count + 1), moved + " moved");
        // and when it is deleted again
        host.topology.removeQueue(joining);
        // then everything is as before
        for (int i = 0; i < KEYS; i++) {
            assertEquals(before[i], only("key-" + i));
        }
    }

    @Test
    void keysStayWhereTheyWereInAnotherRunWithBindingsInAnotherOrder() {
        // given
        declare(FieldTable.EMPTY);
        bindQueues(20);
        TestVirtualHost other = new TestVirtualHost();
        other.exchange("e", ExchangeType.CONSISTENT_HASH);
        for (int i = 19; i >= 0; i--) {
            other.queue("q" + i);
            other.bind("e", "q" + i, "1");
        }
        // then
        for (int i = 0; i < 1000; i++) {
            assertEquals(host.route("e", "key-" + i), other.route("e", "key-" + i));
        }
    }

    @Test
    void oldestBindingOfAQueueCounts() {
        // given
        declare(FieldTable.EMPTY);
        bindQueues(2);
        Map<String, Integer> before = shares();
        // when
        host.bind("e", "q0", "5");
        // then
        assertEquals(before, shares());
        // and when the older one goes the other one counts
        host.unbind("e", "q0", "1");
        assertTrue(shares().get("q0") > KEYS * 0.75);
        // and when the last one goes
        host.unbind("e", "q0", "5");
        assertEquals(Map.of("q1", KEYS), shares());
        host.unbind("e", "q1", "1");
        assertEquals(Set.of(), host.route("e", "key"));
    }

    @Test
    void exchangeCanBeBoundToo() {
        // given
        declare(FieldTable.EMPTY);
        host.queue("q");
        host.bind("amq.fanout", "q", "");
        host.bindExchange("e", "amq.fanout", "1");
        // then
        assertEquals(Set.of("q"), host.route("e", "key"));
    }

    @ParameterizedTest
    @CsvSource({"0, greater than 0", "-1, greater than 0", "'', 'an integer: <<>>'", "abc, 'an integer: <<\"abc\">>'",
            "1.5, 'an integer: <<\"1.5\">>'", "' 3', 'an integer: <<\" 3\">>'", "10a, 'an integer: <<\"10a\">>'"})
    void keyThatIsNoPositiveIntegerIsRefused(String key, String text) {
        // given
        declare(FieldTable.EMPTY);
        TestQueue queue = host.queue("q");
        // then
        assertRefused(BINDING_KEY + text, () -> host.bind("e", "q", key));
        assertTrue(host.topology.bindingsTo(queue).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "+3", "007", "100000", "99999999999999999999"})
    void keyIsAnyPositiveInteger(String key) {
        declare(FieldTable.EMPTY);
        host.queue("q");
        host.bind("e", "q", key);
        assertEquals(Set.of("q"), host.route("e", "x"));
    }

    @Test
    void headerIsHashedWithItsTypeAndMessagesWithoutItGoOneWay() {
        // given
        declare(FieldTable.of("hash-header", FieldValue.text("h")));
        bindQueues(20);
        Set<Set<String>> ways = new HashSet<>();
        int sameWay = 0;
        for (int i = 0; i < 200; i++) {
            // when
            ways.add(host.route("e", "key-" + i, FieldTable.of("other", FieldValue.text("x" + i))));
            Set<String> text = host.route("e", "a", FieldTable.of("h", FieldValue.text("" + i)));
            Set<String> number = host.route("e", "a", FieldTable.of("h", new FieldValue.Int32(i)));
            sameWay += text.equals(number) ? 1 : 0;
            // then
            assertEquals(text, host.route("e", "b", FieldTable.of("h", FieldValue.text("" + i))));
            assertTrue(host.destinations.dependsOnHeaders());
        }
        assertEquals(1, ways.size());
        assertTrue(sameWay < 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message_id", "correlation_id", "timestamp"})
    void propertyIsHashed(String property) {
        // given
        declare(FieldTable.of("hash-property", FieldValue.text(property)));
        bindQueues(20);
        Set<Set<String>> ways = new HashSet<>();
        Set<Set<String>> without = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            var properties = switch (property) {
                case "message_id" -> BasicProperties.builder().messageId("m" + i);
                case "correlation_id" -> BasicProperties.builder().correlationId("c" + i);
                default -> BasicProperties.builder().timestamp((long) i);
            };
            // when
            Set<String> way = host.route(message("a", properties.build()));
            ways.add(way);
            without.add(host.route(message("key-" + i, BasicProperties.EMPTY)));
            // then
            assertEquals(way, host.route(message("b", properties.build())));
            assertTrue(host.destinations.dependsOnHeaders());
        }
        assertEquals(20, ways.size());
        assertEquals(1, without.size());
    }

    private static Message message(String key, BasicProperties properties) {
        return Message.of(Address.of("e", key), ContentHeader.of(properties), new byte[0], 0);
    }

    @Test
    void keysInCarbonCopyHeadersHaveNoSay() {
        // given
        declare(FieldTable.EMPTY);
        bindQueues(20);
        Set<String> expected = host.route("e", "key");
        // then
        for (int i = 0; i < 100; i++) {
            FieldTable headers = FieldTable.of("CC", TestVirtualHost.texts("a" + i, "b" + i));
            assertEquals(expected, host.route("e", "key", headers));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "message-id", "app_id"})
    void otherPropertiesAreRefused(String property) {
        assertRefused(
                "PRECONDITION_FAILED - Unsupported property: " + property,
                () -> declare(FieldTable.of("hash-property", FieldValue.text(property))));
        assertNull(host.topology.exchange("e"));
    }

    @Test
    void headerAndPropertyExcludeEachOther() {
        FieldTable both = FieldTable.of("hash-header", FieldValue.text("a")).with("hash-property", FieldValue.text("foo"));
        assertRefused("PRECONDITION_FAILED - hash-header and hash-property are mutually exclusive", () -> declare(both));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash-header", "hash-property"})
    void whatToHashHasToBeALongString(String argument) {
        assertRefused(
                "PRECONDITION_FAILED - invalid type 'signedint' for arg '" + argument + "' in exchange 'e' in vhost '/'",
                () -> declare(FieldTable.of(argument, new FieldValue.Int32(5))));
    }
}
