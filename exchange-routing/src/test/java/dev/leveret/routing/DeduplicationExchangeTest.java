package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange type x-message-deduplication. From the README of the plugin, and from what it does with arguments. */
class DeduplicationExchangeTest {

    private static final Set<String> NOWHERE = Set.of();
    private static final Set<String> QUEUE = Set.of("q");

    private final TestVirtualHost host = new TestVirtualHost();

    private static FieldTable arguments(int size) {
        return FieldTable.of("x-cache-size", new FieldValue.Int32(size));
    }

    private void declare(FieldTable arguments) {
        host.exchange("e", ExchangeType.DEDUPLICATION, arguments);
        host.queue("q");
        host.bind("e", "q", "any key");
    }

    private Set<String> route(FieldValue key, long nowMillis) {
        return route(FieldTable.of("x-deduplication-header", key), nowMillis);
    }

    private Set<String> route(FieldTable headers, long nowMillis) {
        return host.route(TestVirtualHost.message("e", "k", headers).arrivedAt(nowMillis));
    }

    private static FieldValue text(String text) {
        return FieldValue.text(text);
    }

    @Test
    void messageThatWasSeenIsNotRoutedAgain() {
        declare(arguments(10));
        assertEquals(QUEUE, route(text("a"), 0));
        assertTrue(host.destinations.onlyForThisMessage());
        assertEquals(NOWHERE, route(text("a"), 1000));
        assertEquals(QUEUE, route(text("b"), 1000));
    }

    @Test
    void messageWithoutTheHeaderPassesAlways() {
        declare(arguments(10));
        assertEquals(QUEUE, host.route("e", "k"));
        assertEquals(QUEUE, host.route("e", "k"));
        assertFalse(host.destinations.onlyForThisMessage());
        assertTrue(host.destinations.dependsOnHeaders());
    }

    @Test
    void repeatedMessageGoesToTheAlternateExchange() {
        // given
        declare(arguments(10).with("alternate-exchange", text("amq.fanout")));
        host.queue("repeated");
        host.bind("amq.fanout", "repeated", "");
        // then
        assertEquals(QUEUE, route(text("a"), 0));
        assertEquals(Set.of("repeated"), route(text("a"), 0));
    }

    @Test
    void oldestKeyMakesRoom() {
        declare(arguments(2));
        route(text("a"), 0);
        route(text("b"), 0);
        route(text("c"), 0);
        assertEquals(NOWHERE, route(text("b"), 0));
        assertEquals(NOWHERE, route(text("c"), 0));
        assertEquals(QUEUE, route(text("a"), 0));
    }

    @Test
    void keyIsForgottenWhenItsTimeIsOver() {
        declare(arguments(10).with("x-cache-ttl", new FieldValue.Int32(100)));
        assertEquals(QUEUE, route(text("a"), 1000));
        assertEquals(NOWHERE, route(text("a"), 1099));
        assertEquals(QUEUE, route(text("a"), 1100));
        assertEquals(NOWHERE, route(text("a"), 1199));
    }

    @Test
    void timeInTheMessageComesBeforeThatOfTheExchange() {
        // given
        declare(arguments(10).with("x-cache-ttl", text("100")));
        FieldTable headers = FieldTable.of("x-deduplication-header", text("a"));
        // when
        route(headers.with("x-cache-ttl", new FieldValue.Int64(5)), 1000);
        // then
        assertEquals(NOWHERE, route(headers, 1004));
        assertEquals(QUEUE, route(headers, 1005));
        // and what is no integer counts as none
        assertEquals(QUEUE, route(headers.with("x-cache-ttl", text("5")), 2000));
        assertEquals(NOWHERE, route(headers, 2099));
        // and for ever is long
        assertEquals(QUEUE, route(headers.with("x-cache-ttl", new FieldValue.Int64(Long.MAX_VALUE)), 2100));
        assertEquals(NOWHERE, route(headers, Long.MAX_VALUE - 1));
    }

    @Test
    void numbersAreOneKindOfKeyAndTextAnother() {
        declare(arguments(10));
        assertEquals(QUEUE, route(new FieldValue.Int32(1), 0));
        assertEquals(NOWHERE, route(new FieldValue.Int64(1), 0));
        assertEquals(QUEUE, route(text("1"), 0));
        assertEquals(NOWHERE, route(new FieldValue.Bytes(new byte[] {'1'}), 0));
        assertEquals(QUEUE, route(new FieldValue.Float64(1), 0));
        assertEquals(NOWHERE, route(new FieldValue.Float32(1), 0));
        assertEquals(QUEUE, route(new FieldValue.Bool(true), 0));
        assertEquals(QUEUE, route(TestVirtualHost.texts("1"), 0));
        assertEquals(NOWHERE, route(TestVirtualHost.texts("1"), 0));
    }

    @Test
    void longKeysAreToldApart() {
        declare(arguments(10));
        String start = "x".repeat(10_000);
        assertEquals(QUEUE, route(text(start + "a"), 0));
        assertEquals(QUEUE, route(text(start + "b"), 0));
        assertEquals(NOWHERE, route(text(start + "a"), 0));
        assertTrue(host.memory.size() < 1000);
    }

    @Test
    void exchangeOfAnyTypeDeduplicatesIfItIsToldTo() {
        // given
        host.exchange("t", ExchangeType.TOPIC, arguments(10).with("x-message-deduplication", new FieldValue.Bool(true)));
        host.queue("q");
        host.bind("t", "q", "k.*");
        FieldTable headers = FieldTable.of("x-deduplication-header", text("a"));
        // then it routes as its type says
        assertEquals(QUEUE, host.route(TestVirtualHost.message("t", "k.1", headers)));
        assertEquals(NOWHERE, host.route(TestVirtualHost.message("t", "k.1", headers)));
        assertEquals(NOWHERE, host.route(TestVirtualHost.message("t", "other", FieldTable.EMPTY)));
    }

    @Test
    void keyMayBeInAnotherHeader() {
        declare(arguments(10).with("x-deduplication-header", text("id")));
        assertEquals(QUEUE, route(FieldTable.of("id", text("a")), 0));
        assertEquals(NOWHERE, route(FieldTable.of("id", text("a")), 0));
        assertEquals(QUEUE, route(text("a"), 0));
        assertEquals(QUEUE, route(text("a"), 0));
    }

    @Test
    void newKeyIsAClaimAndARepeatedOneNamesTheOriginal() {
        declare(arguments(10));
        route(text("a"), 0);
        KeyClaim claim = host.destinations.claims().getFirst();
        route(text("a"), 0);
        assertEquals(List.of(claim.lease().original()), host.destinations.repeated());
        assertTrue(host.destinations.claims().isEmpty());
        // and when it is given back the key is new again
        claim.withdraw();
        assertEquals(QUEUE, route(text("a"), 0));
        assertEquals(1, host.destinations.claims().size());
    }

    @Test
    void nothingIsNotedAsLongAsItIsNotDecided() {
        declare(arguments(10));
        for (int i = 0; i < 2; i++) {
            host.destinations.decides(false);
            assertEquals(QUEUE, route(text("a"), 0));
            assertTrue(host.destinations.isUndecided());
        }
        host.destinations.clear();
        assertEquals(QUEUE, route(text("a"), 0));
        assertEquals(NOWHERE, route(text("a"), 0));
    }

    @Test
    void deletedExchangeForgets() {
        // given
        declare(arguments(10));
        route(text("a"), 0);
        // when
        host.topology.deleteExchange("e", false);
        // then
        assertEquals(0, host.memory.size());
        host.exchange("e", ExchangeType.DEDUPLICATION, arguments(10));
        host.bind("e", "q", "");
        assertEquals(QUEUE, route(text("a"), 0));
    }

    static Stream<Arguments> refusals() {
        String size = "Missing or invalid argument, 'x-cache-size' must be an integer greater than 0";
        String ttl = "Invalid argument, 'x-cache-ttl' must be an integer greater than 0";
        String persistence = "Invalid argument, 'x-cache-persistence' must be either 'disk' or 'memory'";
        return Stream.of(
                Arguments.of(FieldTable.EMPTY, size),
                Arguments.of(arguments(0), size),
                Arguments.of(FieldTable.of("x-cache-size", text("ten")), size),
                Arguments.of(FieldTable.of("x-cache-size", text("-1")), size),
                Arguments.of(FieldTable.of("x-cache-size", new FieldValue.Bool(true)), size),
                Arguments.of(arguments(1).with("x-cache-ttl", new FieldValue.Int32(0)), ttl),
                Arguments.of(arguments(1).with("x-cache-ttl", text("1s")), ttl),
                Arguments.of(arguments(1).with("x-cache-persistence", text("paper")), persistence),
                Arguments.of(arguments(1).with("x-cache-persistence", new FieldValue.Int32(1)), persistence));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void wrongArgumentIsRefused(FieldTable arguments, String text) {
        assertRefused("PRECONDITION_FAILED - " + text, () -> declare(arguments));
        assertNull(host.topology.exchange("e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5000", "99999999999"})
    void sizeMayBeText(String size) {
        declare(FieldTable.of("x-cache-size", text(size)).with("x-cache-persistence", text("memory")));
        assertEquals(QUEUE, route(text("a"), 0));
        assertEquals(NOWHERE, route(text("a"), 0));
    }
}
