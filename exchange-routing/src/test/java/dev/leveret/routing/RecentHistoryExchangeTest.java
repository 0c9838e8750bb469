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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchange type x-recent-history: what it routes, and what it keeps. Measured on RabbitMQ 3.10. */
class RecentHistoryExchangeTest {

    private static final String LENGTH = "x-recent-history-length";

    private final TestVirtualHost host = new TestVirtualHost();

    private Exchange declare(FieldValue length) {
        return host.exchange(
                "e", ExchangeType.RECENT_HISTORY, length == null ? FieldTable.EMPTY : FieldTable.of(LENGTH, length));
    }

    private static List<String> keys(Exchange exchange) {
        return exchange.history().stream().map(message -> message.address().routingKey()).toList();
    }

    private static List<String> range(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void everyBindingGetsEveryMessage() {
        // given
        declare(null);
        host.queue("a");
        host.queue("b");
        host.bind("e", "a", "k");
        host.bind("e", "b", "");
        // then
        assertEquals(Set.of("a", "b"), host.route("e", "any"));
        assertTrue(host.destinations.onlyForThisMessage());
    }

    @Test
    void lastMessagesAreKeptOldestFirst() {
        Exchange exchange = declare(new FieldValue.Int32(3));
        range(0, 5).forEach(key -> host.route("e", key));
        assertEquals(range(2, 5), keys(exchange));
    }

    @Test
    void twentyAreKeptIfNothingElseIsSaid() {
        Exchange exchange = declare(null);
        range(0, 50).forEach(key -> host.route("e", key));
        assertEquals(range(30, 50), keys(exchange));
    }

    @Test
    void messageThatSaysSoIsNotKept() {
        // given
        Exchange exchange = declare(null);
        host.queue("q");
        host.bind("e", "q", "");
        String header = "x-recent-history-no-store";
        // then it is routed all the same
        assertEquals(Set.of("q"), host.route("e", "1", FieldTable.of(header, new FieldValue.Bool(true))));
        assertTrue(host.destinations.onlyForThisMessage());
        // and only the value true says so
        host.route("e", "2", FieldTable.of(header, new FieldValue.Bool(false)));
        host.route("e", "3", FieldTable.of(header, FieldValue.text("true")));
        assertEquals(List.of("2", "3"), keys(exchange));
    }

    @Test
    void messageFromAnotherExchangeIsKeptWithoutItsBlindCopies() {
        // given
        Exchange exchange = declare(null);
        host.bindExchange("amq.fanout", "e", "");
        // when
        host.route("amq.fanout", "k", FieldTable.of("BCC", TestVirtualHost.texts("b")));
        // then
        assertEquals(List.of("k"), keys(exchange));
        assertFalse(exchange.history().get(0).header().headers().contains("BCC"));
        assertEquals("amq.fanout", exchange.history().get(0).address().exchange());
    }

    @Test
    void otherExchangesKeepNothing() {
        host.route("amq.fanout", "k");
        assertEquals(List.of(), host.topology.exchange("amq.fanout").history());
    }

    @Test
    void memoryIsBoundedOverAllExchangesAndTheGreatestGivesWay() {
        // given a small one, and one whose headers are big; all may have 1 MiB
        Exchange small = declare(null);
        Exchange big = host.exchange("big", ExchangeType.RECENT_HISTORY, FieldTable.of(LENGTH, new FieldValue.Int32(1000)));
        host.route("e", "small");
        FieldTable headers = FieldTable.of("x", new FieldValue.Bytes(new byte[100_000]));
        // when
        range(0, 100).forEach(key -> host.route("big", key, headers));
        // then
        assertEquals(range(90, 100), keys(big));
        assertEquals(List.of("small"), keys(small));
    }

    @Test
    void deletedExchangeLetsGoOfEverything() {
        // given
        Exchange exchange = declare(null);
        host.route("e", "k");
        // when
        host.topology.deleteExchange("e", false);
        // then
        assertEquals(List.of(), exchange.history());
        // and a publisher who still holds on to it leaves nothing there
        host.router.route(exchange, TestVirtualHost.message("e", "k", null), host.destinations);
        assertEquals(List.of(), exchange.history());
        assertEquals(0, host.memory.size());
    }

    static Stream<Arguments> invalidLengths() {
        return Stream.of(
                Arguments.of(new FieldValue.Int32(0), "0"),
                Arguments.of(new FieldValue.Int64(-1), "-1"),
                Arguments.of(FieldValue.text("5"), "<<\"5\">>"),
                Arguments.of(new FieldValue.Bool(true), "true"),
                Arguments.of(new FieldValue.Void(), "undefined"),
                Arguments.of(new FieldValue.Timestamp(1577836800), "1577836800"),
                Arguments.of(new FieldValue.Decimal(1, 15), "{1,15}"));
    }

    @ParameterizedTest
    @MethodSource("invalidLengths")
    void lengthHasToBeAPositiveInteger(FieldValue length, String text) {
        assertRefused(
                "PRECONDITION_FAILED - Invalid argument " + text
                        + ", 'x-recent-history-length' must be a positive integer",
                () -> declare(length));
        assertNull(host.topology.exchange("e"));
    }

    @Test
    void lengthMayBeHugeAndIsNotComparedWhenDeclaredAgain() {
        Exchange exchange = declare(new FieldValue.Int64(10_000_000_000L));
        assertEquals(exchange, declare(new FieldValue.Int32(0)));
    }
}
