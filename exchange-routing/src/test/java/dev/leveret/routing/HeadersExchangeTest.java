package dev.leveret.routing;

import static dev.leveret.amqp.value.FieldValue.text;
import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static dev.leveret.routing.TestVirtualHost.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which messages a binding of a headers exchange takes. Every row was measured on RabbitMQ 3.10. */
class HeadersExchangeTest {

    private static final FieldValue VOID = new FieldValue.Void();
    private static final FieldTable NONE = FieldTable.EMPTY;

    private final TestVirtualHost host = new TestVirtualHost();

    static Stream<Arguments> modes() {
        return Stream.of(
                arguments(NONE, NONE, true),
                arguments(NONE, table("a", int32(1)), true),
                arguments(mode("all"), NONE, true),
                arguments(mode("any"), NONE, false),
                arguments(mode("any"), table("a", int32(1)), false),
                arguments(mode("all").with("x-foo", int32(1)), NONE, true),
                arguments(mode("all").with("x-foo", int32(1)), table("x-foo", int32(2)), true),
                arguments(mode("any").with("x-foo", int32(1)), table("x-foo", int32(1)), false),
                arguments(mode("all").with("x-foo", int32(1)).with("a", int32(1)), table("a", int32(1)), true),
                arguments(mode("all").with("x-foo", int32(1)).with("a", int32(1)), NONE, false),
                arguments(mode("all-with-x"), NONE, true),
                arguments(mode("all-with-x").with("x-foo", int32(1)), table("x-foo", int32(1)), true),
                arguments(mode("all-with-x").with("x-foo", int32(1)), table("x-foo", int32(2)), false),
                arguments(mode("all-with-x").with("x-foo", int32(1)).with("a", int32(1)), table("a", int32(1)), false),
                arguments(mode("all-with-x").with("x-foo", VOID), table("x-foo", int32(1)), true),
                arguments(mode("any-with-x"), NONE, false),
                arguments(mode("any-with-x"), mode("any-with-x"), false),
                arguments(mode("any-with-x").with("x-foo", int32(1)), table("x-foo", int32(1)), true),
                arguments(mode("any-with-x").with("x-foo", int32(1)), table("x-foo", int32(2)), false),
                arguments(mode("any-with-x").with("x-foo", int32(1)).with("a", int32(1)), table("a", int32(1)), true),
                arguments(mode("any-with-x").with("x-foo", VOID), table("x-foo", int32(1)), true),
                arguments(table("a", int32(1)).with("b", int32(2)), table("b", int32(2)).with("a", int32(1)), true),
                arguments(table("a", int32(1)).with("b", int32(2)), table("a", int32(1)), false),
                arguments(mode("any").with("a", int32(1)).with("b", int32(2)), table("b", int32(2)), true),
                arguments(mode("any").with("a", int32(1)).with("b", int32(2)), table("b", int32(3)), false),
                arguments(table("a", VOID), table("a", int32(5)), true),
                arguments(table("a", VOID), table("a", VOID), true),
                arguments(table("a", VOID), table("b", int32(1)), false),
                arguments(table("a", int32(1)), table("a", VOID), false),
                arguments(mode("any").with("a", VOID).with("b", int32(1)), table("a", int32(9)), true));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void bindingTakesMessageAsItsModeSays(FieldTable arguments, FieldTable headers, boolean taken) {
        // given
        host.queue("q");
        host.bind("amq.headers", "q", arguments);
        // then
        assertEquals(taken ? Set.of("q") : Set.of(), host.route("amq.headers", "any key", headers));
        assertTrue(host.destinations.dependsOnHeaders());
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(int32(1), new FieldValue.Int64(1), true),
                arguments(int32(1), new FieldValue.Int16((short) 1), true),
                arguments(new FieldValue.Int8((byte) -1), int32(-1), true),
                arguments(int32(1), new FieldValue.Float64(1.0), true),
                arguments(new FieldValue.Float32(1.0f), new FieldValue.Float64(1.0), true),
                arguments(new FieldValue.Float32(0.1f), new FieldValue.Float64(0.1), false),
                arguments(new FieldValue.Float64(0.0), new FieldValue.Float64(-0.0), true),
                arguments(new FieldValue.Int64(9007199254740993L), new FieldValue.Float64(9007199254740992.0), false),
                arguments(int32(1), text("1"), false),
                arguments(new FieldValue.Bool(true), new FieldValue.Bool(true), true),
                arguments(new FieldValue.Bool(true), new FieldValue.Bool(false), false),
                arguments(new FieldValue.Bool(true), text("true"), false),
                arguments(new FieldValue.Bool(true), int32(1), false),
                arguments(text("s"), new FieldValue.Bytes(new byte[] {'s'}), true),
                arguments(new FieldValue.Bytes(new byte[] {'s'}), text("s"), true),
                arguments(new FieldValue.Timestamp(5), int32(5), true),
                arguments(new FieldValue.Int64(5), new FieldValue.Timestamp(5), true),
                arguments(new FieldValue.Decimal(1, 10), new FieldValue.Decimal(1, 10), true),
                arguments(new FieldValue.Decimal(1, 10), new FieldValue.Decimal(2, 100), false),
                arguments(new FieldValue.Decimal(0, 1), int32(1), false),
                arguments(array(int32(1), int32(2)), array(int32(1), int32(2)), true),
                arguments(array(int32(1), int32(2)), array(int32(2), int32(1)), false),
                arguments(array(int32(1)), array(new FieldValue.Int64(1)), false),
                arguments(nested("k", "l"), nested("k", "l"), true),
                arguments(nested("k", "l"), nested("l", "k"), false),
                arguments(array(), new FieldValue.Table(NONE), true),
                arguments(new FieldValue.Table(NONE), array(), true));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreComparedAsInErlang(FieldValue wanted, FieldValue found, boolean equal) {
        // given
        host.queue("q");
        host.bind("amq.match", "q", table("a", wanted));
        // then
        assertEquals(equal ? Set.of("q") : Set.of(), host.route("amq.match", "", table("a", found)));
    }

    static Stream<Arguments> invalidModes() {
        String value = "PRECONDITION_FAILED - Invalid x-match field value %s;"
                + " expected all, any, all-with-x, or any-with-x";
        String type = "PRECONDITION_FAILED - Invalid x-match field type %s; expected longstr";
        return Stream.of(
                arguments(text("bogus"), value.formatted("<<\"bogus\">>")),
                arguments(text("ALL"), value.formatted("<<\"ALL\">>")),
                arguments(new FieldValue.Bool(true), type.formatted("bool (value true)")),
                arguments(new FieldValue.Int64(5), type.formatted("long (value 5)")),
                arguments(int32(5), type.formatted("signedint (value 5)")),
                arguments(new FieldValue.Float64(1.5), type.formatted("double (value 1.5)")),
                arguments(texts("all"), type.formatted("array (value [{longstr,<<\"all\">>}])")),
                arguments(
                        new FieldValue.Table(table("a", int32(1))),
                        type.formatted("table (value [{<<\"a\">>,signedint,1}])")),
                arguments(
                        new FieldValue.Bytes(new byte[] {'a', 'l', 'l'}),
                        type.formatted("binary (value <<\"all\">>)")),
                arguments(VOID, type.formatted("void (value undefined)")));
    }

    @ParameterizedTest
    @MethodSource("invalidModes")
    void invalidModeIsRefusedAndLeavesNothing(FieldValue mode, String replyText) {
        // given
        TestQueue queue = host.queue("q");
        FieldTable arguments = table("x-match", mode);
        // then
        assertRefused(replyText, () -> host.bind("amq.headers", "q", arguments));
        assertEquals(List.of(), host.topology.bindingsTo(queue));
        assertEquals(List.of(), host.topology.bindingsFrom(host.topology.exchange("amq.headers")));
    }

    @Test
    void modeMeansNothingToOtherTypesAndToUnbind() {
        // given
        host.queue("q");
        // when
        host.bind("amq.direct", "q", mode("bogus"));
        Removals removals = host.topology.unbindQueue("amq.headers", "q", "", mode("bogus"));
        // then
        assertEquals(Set.of("q"), host.route("amq.direct", ""));
        assertEquals(Removals.NONE, removals);
    }

    @Test
    void queueIsReachedOnceThoughSeveralBindingsTakeTheMessage() {
        // given
        host.queue("q");
        host.bind("amq.headers", "q", NONE);
        host.bind("amq.headers", "q", table("a", int32(1)));
        host.topology.bindQueue("amq.headers", "q", "another key", NONE);
        // then
        assertEquals(Set.of("q"), host.route("amq.headers", "", table("a", int32(1))));
        // and when
        host.topology.unbindQueue("amq.headers", "q", "", NONE);
        // then the others still lead there
        assertEquals(Set.of("q"), host.route("amq.headers", "", NONE));
    }

    private static FieldTable mode(String mode) {
        return table("x-match", text(mode));
    }

    private static FieldTable table(String name, FieldValue value) {
        return FieldTable.of(name, value);
    }

    private static FieldValue int32(int value) {
        return new FieldValue.Int32(value);
    }

    private static FieldValue array(FieldValue... values) {
        return new FieldValue.Array(List.of(values));
    }

    private static FieldValue nested(String first, String second) {
        return new FieldValue.Table(FieldTable.builder().put(first, true).put(second, true).build());
    }
}
