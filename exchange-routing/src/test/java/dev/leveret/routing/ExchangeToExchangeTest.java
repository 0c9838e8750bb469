package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bindings from exchange to exchange, and alternate exchanges. */
class ExchangeToExchangeTest {

    private final TestVirtualHost host = new TestVirtualHost();

    @BeforeEach
    void declareQueues() {
        host.queue("q");
        host.queue("r");
    }

    @Test
    void messageGoesOnWithTheSameKey() {
        // given
        host.exchange("first", ExchangeType.TOPIC);
        host.exchange("second", ExchangeType.DIRECT);
        host.bindExchange("first", "second", "a.#");
        host.bind("second", "q", "a.b");
        // then
        assertEquals(Set.of("q"), host.route("first", "a.b"));
        assertEquals(Set.of(), host.route("first", "a.c"));
    }

    @Test
    void cyclesEndAndEachQueueIsReachedOnce() {
        // given three exchanges in a ring, one of them bound to itself too, and queues on all
        for (String name : new String[] {"x", "y", "z"}) {
            host.exchange(name, ExchangeType.FANOUT);
            host.bind(name, "q", "");
        }
        host.bindExchange("x", "y", "");
        host.bindExchange("y", "z", "");
        host.bindExchange("z", "x", "");
        host.bindExchange("y", "y", "");
        host.bind("z", "r", "");
        // then
        for (String name : new String[] {"x", "y", "z"}) {
            assertEquals(Set.of("q", "r"), host.route(name, ""));
        }
    }

    @Test
    void manyPathsToOneQueueAreOneDelivery() {
        // given a fan of a hundred exchanges that all lead to the same queue
        host.exchange("start", ExchangeType.FANOUT);
        for (int i = 0; i < 100; i++) {
            host.exchange("e" + i, ExchangeType.FANOUT);
            host.bindExchange("start", "e" + i, "");
            host.bind("e" + i, "q", "");
        }
        // then
        assertEquals(Set.of("q"), host.route("start", ""));
    }

    @Test
    void resultDependsOnHeadersIfAHeadersExchangeTookPartAnywhere() {
        // given
        host.bindExchange("amq.fanout", "amq.headers", "");
        // when
        host.route("amq.fanout", "", FieldTable.EMPTY);
        // then
        assertTrue(host.destinations.dependsOnHeaders());
    }

    @Test
    void internalExchangeIsReachedThroughAnother() {
        // given
        host.topology.declareExchange(
                new ExchangeDeclaration("inner", ExchangeType.FANOUT, true, false, true, FieldTable.EMPTY));
        host.bind("inner", "q", "");
        host.bindExchange("amq.fanout", "inner", "");
        // then
        assertEquals(Set.of("q"), host.route("amq.fanout", ""));
        assertRefused(
                "ACCESS_REFUSED - cannot publish to internal exchange 'inner' in vhost '/'",
                () -> host.route("inner", ""));
    }

    @Test
    void alternateExchangeTakesWhatCannotBeRouted() {
        // given
        host.exchange("spare", ExchangeType.FANOUT);
        host.withAlternate("e", ExchangeType.DIRECT, "spare");
        host.bind("e", "q", "k");
        host.bind("spare", "r", "");
        // then
        assertEquals(Set.of("q"), host.route("e", "k"));
        assertEquals(Set.of("r"), host.route("e", "other"));
    }

    @Test
    void alternateExchangeOfAPolicyCountsUnlessTheDeclarationNamesOne() {
        // given two exchanges, and a policy for both
        FieldTable policy = FieldTable.builder().put("alternate-exchange", "amq.fanout").build();
        host.exchange("plain", ExchangeType.DIRECT);
        host.withAlternate("own", ExchangeType.DIRECT, "amq.topic");
        host.bind("amq.fanout", "q", "");
        host.bind("amq.topic", "r", "#");
        long before = host.topology.version();
        // when it comes
        host.topology.configure(host.topology.exchange("plain"), policy);
        host.topology.configure(host.topology.exchange("own"), policy);
        // then it counts, and what was derived before does not
        assertTrue(host.topology.version() > before);
        assertEquals(Set.of("q"), host.route("plain", "k"));
        assertEquals(Set.of("r"), host.route("own", "k"));
        // and when it goes, nothing is left of it
        host.topology.configure(host.topology.exchange("plain"), FieldTable.EMPTY);
        assertEquals(Set.of(), host.route("plain", "k"));
    }

    @Test
    void alternateExchangeIsAskedOnlyIfNothingWasBoundNotIfItLedNowhere() {
        // given an exchange behind the first that cannot route the message
        host.withAlternate("e", ExchangeType.FANOUT, "amq.fanout");
        host.exchange("empty", ExchangeType.DIRECT);
        host.bindExchange("e", "empty", "");
        host.bind("amq.fanout", "q", "");
        // then
        assertEquals(Set.of(), host.route("e", "k"));
    }

    @Test
    void alternateExchangeOfAnExchangeOnTheWayIsAsked() {
        // given
        host.withAlternate("middle", ExchangeType.DIRECT, "amq.topic");
        host.bindExchange("amq.fanout", "middle", "");
        host.bind("amq.topic", "q", "#");
        // then
        assertEquals(Set.of("q"), host.route("amq.fanout", "k"));
    }

    @Test
    void alternateExchangesInACycleEnd() {
        // given
        host.withAlternate("one", ExchangeType.DIRECT, "two");
        host.withAlternate("two", ExchangeType.DIRECT, "one");
        // then
        assertEquals(Set.of(), host.route("one", "k"));
    }

    @Test
    void alternateExchangeMayBeMissingAndComeLater() {
        // given
        host.withAlternate("e", ExchangeType.DIRECT, "spare");
        assertEquals(Set.of(), host.route("e", "k"));
        // when
        host.exchange("spare", ExchangeType.FANOUT);
        host.bind("spare", "q", "");
        // then
        assertEquals(Set.of("q"), host.route("e", "k"));
    }

    @Test
    void defaultExchangeAsAlternateLeadsNowhere() {
        // given
        host.withAlternate("e", ExchangeType.DIRECT, "");
        // then
        assertEquals(Set.of(), host.route("e", "q"));
    }
}
