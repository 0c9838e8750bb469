package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declaring exchanges, declaring them again, and what is refused. Texts measured on RabbitMQ 3.10. */
class ExchangeDeclareTest {

    private static final String DIFFERS =
            "PRECONDITION_FAILED - inequivalent arg '%s' for exchange 'e' in vhost '/': received %s but current is %s";

    private final TestVirtualHost host = new TestVirtualHost();

    @Test
    void virtualHostStartsWithThePredeclaredExchanges() {
        Set<String> found = host.topology.exchanges().stream()
                .map(e -> e.name() + " " + e.type().wireName()
                        + (e.durable() ? " durable" : "")
                        + (e.internal() ? " internal" : ""))
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        " direct durable",
                        "amq.direct direct durable",
                        "amq.fanout fanout durable",
                        "amq.topic topic durable",
                        "amq.headers headers durable",
                        "amq.match headers durable",
                        "amq.rabbitmq.trace topic durable internal"),
                found);
    }

    @Test
    void equalDeclarationIsAcceptedAndMakesNothingNew() {
        assertTrue(declare("direct", false, false, false, FieldTable.EMPTY));
        assertFalse(declare("direct", false, false, false, FieldTable.EMPTY));
        assertFalse(host.topology.declareExchange(
                new ExchangeDeclaration("amq.direct", ExchangeType.DIRECT, true, false, false, FieldTable.EMPTY)));
    }

    @Test
    void argumentsOtherThanTheAlternateExchangeAreNotCompared() {
        declare("direct", false, false, false, FieldTable.EMPTY);
        assertFalse(declare("direct", false, false, false, FieldTable.builder().put("x-foo", 1).build()));
    }

    @ParameterizedTest
    @CsvSource({
        "fanout, true, true, true, type, 'fanout', 'direct'",
        "direct, true, true, true, durable, 'true', 'false'",
        "direct, false, true, true, auto_delete, 'true', 'false'",
        "direct, false, false, true, internal, 'true', 'false'",
    })
    void firstPropertyThatDiffersIsNamed(
            String type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            String name,
            String received,
            String current) {
        // given
        declare("direct", false, false, false, FieldTable.EMPTY);
        // then
        assertRefused(
                DIFFERS.formatted(name, "'" + received + "'", "'" + current + "'"),
                () -> declare(type, durable, autoDelete, internal, FieldTable.EMPTY));
    }

    static Stream<Arguments> alternates() {
        FieldValue ae = FieldValue.text("ae");
        FieldValue five = new FieldValue.Int32(5);
        return Stream.of(
                arguments(null, ae, "the value 'ae' of type 'longstr'", "none"),
                arguments(ae, null, "none", "the value 'ae' of type 'longstr'"),
                arguments(ae, FieldValue.text("ae2"), "'ae2'", "'ae'"),
                arguments(ae, five, "'5'", "'ae'"),
                arguments(null, five, "the value '5' of type 'signedint'", "none"),
                arguments(ae, new FieldValue.Void(), "none", "'ae'"),
                arguments(null, new FieldValue.Void(), "the value 'undefined' of type 'void'", "none"),
                arguments(ae, TestVirtualHost.texts("all"), "'[{longstr,<<\"all\">>}]'", "'ae'"));
    }

    @ParameterizedTest
    @MethodSource("alternates")
    void differentAlternateExchangeIsNamedWithItsValues(
            FieldValue first, FieldValue second, String received, String current) {
        // given
        declare("direct", false, false, false, alternate(first));
        // then
        assertRefused(
                DIFFERS.formatted("alternate-exchange", received, current),
                () -> declare("direct", false, false, false, alternate(second)));
    }

    @Test
    void alternateExchangeHasToBeALongString() {
        assertRefused(
                "PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange'"
                        + " in exchange 'e' in vhost '/'",
                () -> declare("direct", false, false, false, alternate(new FieldValue.Int32(5))));
        assertNull(host.topology.exchange("e"));
    }

    @Test
    void defaultExchangeCannotBeDeclared() {
        assertRefused(
                "ACCESS_REFUSED - operation not permitted on the default exchange",
                () -> host.exchange("", ExchangeType.DIRECT));
    }

    @Test
    void newNameWithTheReservedPrefixIsRefused() {
        assertRefused(
                "ACCESS_REFUSED - exchange name 'amq.foo' contains reserved prefix 'amq.*'",
                () -> host.exchange("amq.foo", ExchangeType.DIRECT));
    }

    @Test
    void predeclaredExchangeIsComparedLikeAnyOther() {
        assertRefused(
                "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'amq.direct' in vhost '/':"
                        + " received 'topic' but current is 'direct'",
                () -> host.exchange("amq.direct", ExchangeType.TOPIC));
    }

    @Test
    void missingExchangeIsNotFound() {
        assertRefused("NOT_FOUND - no exchange 'nope' in vhost '/'", () -> host.topology.requireExchange("nope"));
        assertRefused("NOT_FOUND - no exchange 'nope' in vhost '/'", () -> host.route("nope", ""));
        assertNotNull(host.topology.requireExchange("amq.rabbitmq.trace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x-foo", "Direct"})
    void unknownTypeIsRefused(String type) {
        assertRefused("PRECONDITION_FAILED - invalid exchange type '" + type + "'", () -> ExchangeType.named(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-jms-topic", "x-federation-upstream"})
    void typeThatOnlyRabbitMqHasIsNotImplemented(String type) {
        var refusal = assertThrows(AmqpException.class, () -> ExchangeType.named(type));
        assertEquals(ReplyCode.NOT_IMPLEMENTED, refusal.error().code());
        assertTrue(refusal.error().text().contains("'" + type + "'"));
    }

    private boolean declare(String type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments) {
        return host.topology.declareExchange(
                new ExchangeDeclaration("e", ExchangeType.named(type), durable, autoDelete, internal, arguments));
    }

    private static FieldTable alternate(FieldValue value) {
        return value == null ? FieldTable.EMPTY : FieldTable.of("alternate-exchange", value);
    }
}
