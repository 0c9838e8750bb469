package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What makes a binding, what undoes it, and what is refused. Measured on RabbitMQ 3.10. */
class BindingTest {

    private static final FieldTable NONE = FieldTable.EMPTY;

    private final TestVirtualHost host = new TestVirtualHost();

    @Test
    void sameBindingAgainIsNotNew() {
        // given
        host.queue("q");
        // then
        assertTrue(host.topology.bindQueue("amq.direct", "q", "k", NONE).isPresent());
        assertFalse(host.topology.bindQueue("amq.direct", "q", "k", NONE).isPresent());
        // and when
        host.unbind("amq.direct", "q", "k");
        // then it was one
        assertEquals(Set.of(), host.route("amq.direct", "k"));
    }

    @Test
    void argumentsTellBindingsApartAndTheirOrderDoesNot() {
        // given
        TestQueue queue = host.queue("q");
        FieldTable arguments = FieldTable.builder().put("a", 1).put("b", 2).build();
        FieldTable turned = FieldTable.builder().put("b", 2).put("a", 1).build();
        // when
        host.bind("amq.fanout", "q", NONE);
        host.bind("amq.fanout", "q", arguments);
        host.bind("amq.fanout", "q", turned);
        // then
        List<Binding> bindings = host.topology.bindingsTo(queue);
        assertEquals(List.of(NONE, arguments), bindings.stream().map(Binding::arguments).toList());
        // and when
        Removals removals = host.topology.unbindQueue("amq.fanout", "q", "", turned);
        // then
        assertEquals(List.of(bindings.get(1)), removals.bindings());
        assertEquals(Set.of("q"), host.route("amq.fanout", ""));
    }

    @Test
    void bindingsOfOneHashHaveAnOrder() {
        // given bindings that clients have chosen so that Java's hashes cannot tell them apart
        TestQueue queue = host.queue("q");
        host.bind("amq.direct", "q", "Aa");
        host.bind("amq.direct", "q", "BB");
        host.bind("amq.fanout", "q", FieldTable.of("a", FieldValue.text("Aa")));
        host.bind("amq.fanout", "q", FieldTable.of("a", FieldValue.text("BB")));
        List<Binding> bindings = host.topology.bindingsTo(queue);

        // then a hash table, which has to search among those, can go by their order
        for (Binding one : bindings) {
            for (Binding other : bindings) {
                boolean isRight = one == other || one.source() != other.source() || one.compareTo(other) != 0;
                assertTrue(isRight, () -> one + " and " + other);
                assertEquals(one.source() == other.source(), one.hashCode() == other.hashCode());
            }
        }
    }

    @Test
    void typeOfAnArgumentTellsBindingsApart() {
        // given
        host.queue("q");
        host.bind("amq.direct", "q", FieldTable.of("a", new FieldValue.Int32(1)));
        // when
        Removals removals =
                host.topology.unbindQueue("amq.direct", "q", "", FieldTable.of("a", new FieldValue.Int64(1)));
        // then
        assertTrue(removals.isEmpty());
        assertEquals(Set.of("q"), host.route("amq.direct", ""));
    }

    @Test
    void bindingIsDurableOnlyIfBothItsEndsAre() {
        // given
        host.queue("durable");
        host.topology.addQueue(new TestQueue("transient", false));
        host.topology.declareExchange(
                new ExchangeDeclaration("transient", ExchangeType.DIRECT, false, false, false, NONE));
        // then
        assertTrue(host.topology.bindQueue("amq.direct", "durable", "", NONE).orElseThrow().durable());
        assertFalse(host.topology.bindQueue("amq.direct", "transient", "", NONE).orElseThrow().durable());
        assertFalse(host.topology.bindQueue("transient", "durable", "", NONE).orElseThrow().durable());
        assertFalse(host.topology.bindExchange("amq.direct", "transient", "", NONE).orElseThrow().durable());
        assertTrue(host.topology.bindExchange("amq.direct", "amq.topic", "", NONE).orElseThrow().durable());
    }

    @Test
    void missingSourceIsNamedBeforeTheMissingDestination() {
        host.queue("q");
        assertRefused("NOT_FOUND - no exchange 'nope' in vhost '/'", () -> host.bind("nope", "q", ""));
        assertRefused("NOT_FOUND - no queue 'nope' in vhost '/'", () -> host.bind("amq.direct", "nope", ""));
        assertRefused("NOT_FOUND - no exchange 'nope2' in vhost '/'", () -> host.bind("nope2", "nope", ""));
        assertRefused("NOT_FOUND - no exchange 'nope' in vhost '/'", () -> host.bindExchange("nope", "amq.topic", ""));
        assertRefused("NOT_FOUND - no exchange 'nope' in vhost '/'", () -> host.bindExchange("amq.topic", "nope", ""));
        assertRefused("NOT_FOUND - no exchange 'nope2' in vhost '/'", () -> host.bindExchange("nope2", "nope", ""));
        assertRefused(
                "NOT_FOUND - no queue 'nope' in vhost '/'",
                () -> host.bind("amq.headers", "nope", FieldTable.of("x-match", FieldValue.text("bogus"))));
    }

    @Test
    void defaultExchangeCannotBeBoundNorUnbound() {
        String refusal = "ACCESS_REFUSED - operation not permitted on the default exchange";
        assertRefused(refusal, () -> host.bind("", "nope", ""));
        assertRefused(refusal, () -> host.unbind("", "nope", ""));
        assertRefused(refusal, () -> host.bindExchange("", "amq.direct", ""));
        assertRefused(refusal, () -> host.bindExchange("amq.direct", "", ""));
        assertRefused(refusal, () -> host.topology.unbindExchange("", "amq.direct", "", NONE));
        assertRefused(refusal, () -> host.topology.unbindExchange("amq.direct", "", "", NONE));
    }

    @Test
    void unbindingWhatIsNotThereSucceeds() {
        // given
        host.queue("q");
        long version = host.topology.version();
        // then
        assertEquals(Removals.NONE, host.unbind("amq.direct", "q", ""));
        assertEquals(Removals.NONE, host.unbind("amq.direct", "nope", ""));
        assertEquals(Removals.NONE, host.unbind("nope", "q", ""));
        assertEquals(Removals.NONE, host.topology.unbindExchange("nope", "amq.direct", "", NONE));
        assertEquals(Removals.NONE, host.topology.unbindExchange("amq.direct", "nope", "", NONE));
        assertEquals(Removals.NONE, host.topology.unbindExchange("amq.direct", "amq.topic", "", NONE));
        assertEquals(version, host.topology.version());
    }

    @Test
    void versionMovesWithEveryChange() {
        long version = host.topology.version();
        TestQueue queue = host.queue("q");
        version = moved(version);
        host.exchange("e", ExchangeType.TOPIC);
        version = moved(version);
        host.bind("e", "q", "k");
        version = moved(version);
        host.bindExchange("amq.direct", "e", "k");
        version = moved(version);
        host.unbind("e", "q", "k");
        version = moved(version);
        host.topology.unbindExchange("amq.direct", "e", "k", NONE);
        version = moved(version);
        host.topology.deleteExchange("e", true);
        version = moved(version);
        host.topology.removeQueue(queue);
        moved(version);
    }

    private long moved(long before) {
        assertNotEquals(before, host.topology.version());
        return host.topology.version();
    }

    @Test
    void secondQueueOfANameIsADefectOfTheCaller() {
        host.queue("q");
        assertThrows(IllegalStateException.class, () -> host.queue("q"));
    }
}
