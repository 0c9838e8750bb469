package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_BIND;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_BIND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** headers: a binding's arguments are compared with a message's headers. */
@WithBroker
class HeadersExchangeTest {

    private static Map<String, Object> table(Object... pairs) {
        Map<String, Object> table = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            table.put((String) pairs[i], pairs[i + 1]);
        }
        return table;
    }

    static Stream<Arguments> bindings() {
        return Stream.of(
                // all
                Arguments.of(table("x-match", "all", "a", 1, "b", "two"), table("a", 1, "b", "two"), true),
                Arguments.of(table("x-match", "all", "a", 1, "b", "two"), table("a", 1, "b", "two", "c", 3), true),
                Arguments.of(table("x-match", "all", "a", 1, "b", "two"), table("a", 1), false),
                Arguments.of(table("x-match", "all", "a", 1, "b", "two"), table("a", 1, "b", "three"), false),
                Arguments.of(table("x-match", "all", "a", 1), table(), false),
                Arguments.of(table("x-match", "all"), table(), true),
                Arguments.of(table("x-match", "all"), table("a", 1), true),
                // all is what is meant without x-match
                Arguments.of(table("a", 1, "b", 2), table("a", 1, "b", 2), true),
                Arguments.of(table("a", 1, "b", 2), table("a", 1), false),
                Arguments.of(table(), table("a", 1), true),
                Arguments.of(table(), table(), true),
                // any
                Arguments.of(table("x-match", "any", "a", 1, "b", "two"), table("a", 1), true),
                Arguments.of(table("x-match", "any", "a", 1, "b", "two"), table("b", "two", "a", 5), true),
                Arguments.of(table("x-match", "any", "a", 1, "b", "two"), table("a", 2, "b", "three"), false),
                Arguments.of(table("x-match", "any", "a", 1), table(), false),
                Arguments.of(table("x-match", "any"), table("a", 1), false),
                // arguments that begin with x- are not compared
                Arguments.of(table("x-match", "all", "x-a", 1), table(), true),
                Arguments.of(table("x-match", "all", "x-a", 1, "b", 2), table("b", 2), true),
                Arguments.of(table("x-match", "any", "x-a", 1), table("x-a", 1), false),
                // unless x-match says so
                Arguments.of(table("x-match", "all-with-x", "x-a", 1), table(), false),
                Arguments.of(table("x-match", "all-with-x", "x-a", 1, "b", 2), table("x-a", 1, "b", 2), true),
                Arguments.of(table("x-match", "all-with-x", "x-a", 1, "b", 2), table("b", 2), false),
                Arguments.of(table("x-match", "any-with-x", "x-a", 1, "b", 2), table("x-a", 1), true),
                Arguments.of(table("x-match", "any-with-x", "x-a", 1, "b", 2), table("b", 2), true),
                Arguments.of(table("x-match", "any-with-x", "x-a", 1), table("x-a", 2), false),
                // a void argument means that the header is there
                Arguments.of(table("x-match", "all", "a", null), table("a", "anything"), true),
                Arguments.of(table("x-match", "all", "a", null), table("b", "anything"), false),
                Arguments.of(table("x-match", "any", "a", null, "b", 1), table("a", 7), true),
                // values are compared, not their types
                Arguments.of(table("a", 1), table("a", 1L), true),
                Arguments.of(table("a", 1), table("a", (short) 1), true),
                Arguments.of(table("a", 1), table("a", (byte) 1), true),
                Arguments.of(table("a", 1), table("a", 1.0), true),
                Arguments.of(table("a", 1), table("a", 1.5), false),
                Arguments.of(table("a", 1), table("a", "1"), false),
                Arguments.of(table("a", 1), table("a", true), false),
                Arguments.of(table("a", 1), table("a", null), false),
                Arguments.of(table("a", Long.MAX_VALUE), table("a", Long.MAX_VALUE - 1), false),
                Arguments.of(table("a", 1.5), table("a", 1.5f), true),
                Arguments.of(table("a", 1.5), table("a", 1.5), true),
                Arguments.of(table("a", true), table("a", true), true),
                Arguments.of(table("a", true), table("a", false), false),
                Arguments.of(table("a", "text"), table("a", Client.bytes("text")), true),
                Arguments.of(table("a", ""), table("a", ""), true),
                Arguments.of(table("a", new Date(5000)), table("a", new Date(5000)), true),
                Arguments.of(table("a", new Date(5000)), table("a", 5), true),
                Arguments.of(table("a", new BigDecimal("1.25")), table("a", new BigDecimal("1.25")), true),
                Arguments.of(table("a", List.of(1, 2)), table("a", List.of(1, 2)), true),
                Arguments.of(table("a", List.of(1, 2)), table("a", List.of(2, 1)), false),
                Arguments.of(table("a", Map.of("b", 1)), table("a", Map.of("b", 1)), true),
                // except within arrays and tables
                Arguments.of(table("a", List.of(1)), table("a", List.of(1L)), false),
                Arguments.of(table("a", Map.of("b", 1)), table("a", Map.of("b", 1L)), false),
                Arguments.of(table("a", new BigDecimal("1")), table("a", 1), false));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void bindingMatches(Map<String, Object> arguments, Map<String, Object> headers, boolean matches, Client client)
            throws Exception {
        // given
        String exchange = client.exchange("headers");
        String queue = client.boundQueue(exchange, "", arguments);
        // when
        client.publishWithHeaders(exchange, "any key", headers, "message");
        // then
        assertEquals(matches ? List.of("message") : List.of(), client.drain(queue));
    }

    @Test
    void messageWithoutHeadersMatchesAnEmptyBindingOnly(Client client) throws Exception {
        // given
        String exchange = client.exchange("headers");
        String all = client.boundQueue(exchange, "", Map.of());
        String some = client.boundQueue(exchange, "", Map.of("a", 1));
        // when
        client.publish(exchange, "", "message");
        // then
        assertEquals(List.of("message"), client.drain(all));
        assertEquals(List.of(), client.drain(some));
    }

    @Test
    void queueThatMatchesInSeveralWaysGetsOneCopy(Client client) throws Exception {
        // given
        String exchange = client.exchange("headers");
        String queue = client.boundQueue(exchange, "", Map.of("a", 1));
        client.channel().queueBind(queue, exchange, "", Map.of("b", 2));
        client.channel().queueBind(queue, exchange, "other", Map.of("a", 1));
        // when
        client.publishWithHeaders(exchange, "", Map.of("a", 1, "b", 2), "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amq.headers", "amq.match"})
    void predeclaredExchangesWork(String exchange, Client client) throws Exception {
        // given
        String value = client.name("value");
        String queue = client.boundQueue(exchange, "", Map.of("for", value));
        // when
        client.publishWithHeaders(exchange, "", Map.of("for", value), "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void unknownXMatchIsRefused(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.queue();
        // when
        CloseReason reason = CloseReason.of(() ->
                channel.queueBind(queue, "amq.headers", "", Map.of("x-match", "most")));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - Invalid x-match field value <<\"most\">>; "
                + "expected all, any, all-with-x, or any-with-x", QUEUE_BIND), reason);
    }

    @Test
    void xMatchOfAnotherTypeIsRefused(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.queue();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueBind(queue, "amq.headers", "", Map.of("x-match", 5)));
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - Invalid x-match field type signedint (value 5); expected longstr", QUEUE_BIND),
                reason);
    }

    @Test
    void unknownXMatchIsRefusedForExchangesToo(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.exchange("fanout");
        // when
        CloseReason reason = CloseReason.of(() ->
                channel.exchangeBind(exchange, "amq.headers", "", Map.of("x-match", "most")));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - Invalid x-match field value <<\"most\">>; "
                + "expected all, any, all-with-x, or any-with-x", EXCHANGE_BIND), reason);
    }
}
