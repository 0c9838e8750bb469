package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that have to wait before they are routed. */
class DelayTest {

    private final TestVirtualHost host = new TestVirtualHost();

    @BeforeEach
    void declare() {
        FieldTable arguments = FieldTable.of("x-delayed-type", FieldValue.text("direct"));
        host.topology.declareExchange(
                new ExchangeDeclaration("later", ExchangeType.DELAYED, true, false, false, arguments));
        host.queue("q");
        host.bind("later", "q", "k");
    }

    private static FieldTable delay(FieldValue value) {
        return FieldTable.of("x-delay", value);
    }

    @Test
    void aDelayedMessageReachesNoQueueButTheExchangeThatItWaitsIn() {
        assertEquals(Set.of(), host.route("later", "k", delay(new FieldValue.Int32(5))));
        assertEquals(1, host.destinations.delayCount());
        assertSame(host.topology.exchange("later"), host.destinations.delay(0));
        assertTrue(host.destinations.dependsOnHeaders());
    }

    @Test
    void othersAreRoutedAsItsTypeDoes() {
        assertEquals(Set.of("q"), host.route("later", "k"));
        assertEquals(Set.of(), host.route("later", "other"));
        for (FieldValue none : new FieldValue[] {
            new FieldValue.Int32(0), new FieldValue.Int64(-7), FieldValue.text("soon"), FieldValue.text(""), new FieldValue.Bool(true)
        }) {
            assertEquals(Set.of("q"), host.route("later", "k", delay(none)), none.toString());
            assertEquals(0, host.destinations.delayCount());
        }
    }

    @Test
    void numbersOfAllKindsCount() {
        for (FieldValue some : new FieldValue[] {
            new FieldValue.Int8((byte) 1), new FieldValue.UInt32(4_000_000_000L), FieldValue.text("12"), new FieldValue.Float64(1.9),
            new FieldValue.Decimal(1, 25), new FieldValue.Int64(Long.MAX_VALUE)
        }) {
            assertEquals(Set.of(), host.route("later", "k", delay(some)), some.toString());
        }
    }

    @Test
    void aPolicyDelaysInAnyExchangeUntilItIsGone() {
        host.exchange("plain", ExchangeType.FANOUT);
        host.bind("plain", "q", "");
        FieldTable headers = delay(new FieldValue.Int32(5));
        assertEquals(Set.of("q"), host.route("plain", "", headers));
        Exchange plain = host.topology.exchange("plain");
        host.topology.configure(plain, FieldTable.of("delayed-message", new FieldValue.Bool(true)));
        assertEquals(Set.of(), host.route("plain", "", headers));
        host.topology.configure(plain, FieldTable.EMPTY);
        assertEquals(Set.of("q"), host.route("plain", "", headers));
        assertFalse(plain.delays());
    }
}
