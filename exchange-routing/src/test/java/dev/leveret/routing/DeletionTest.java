package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static dev.leveret.routing.TestVirtualHost.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.leveret.amqp.value.FieldTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a deletion takes away with it, and auto-delete exchanges. Measured on RabbitMQ 3.10. */
class DeletionTest {

    private final TestVirtualHost host = new TestVirtualHost();

    @Test
    void deletingAnExchangeRemovesTheBindingsAtBothItsEnds() {
        // given
        TestQueue queue = host.queue("q");
        host.exchange("e", ExchangeType.TOPIC);
        host.bind("e", "q", "k");
        host.bindExchange("amq.direct", "e", "k");
        host.bindExchange("e", "e", "self");
        Set<Binding> all = new HashSet<>(host.topology.bindingsFrom(host.topology.exchange("e")));
        all.addAll(host.topology.bindingsFrom(host.topology.exchange("amq.direct")));
        // when
        Removals removals = host.topology.deleteExchange("e", false);
        // then
        assertEquals(List.of("e"), names(removals.exchanges()));
        assertEquals(3, removals.bindings().size());
        assertEquals(all, Set.copyOf(removals.bindings()));
        assertEquals(List.of(), host.topology.bindingsTo(queue));
        assertEquals(List.of(), host.topology.bindingsFrom(host.topology.exchange("amq.direct")));
        assertNull(host.topology.exchange("e"));
    }

    @Test
    void deletingAQueueRemovesItsBindings() {
        // given
        TestQueue queue = host.queue("q");
        host.queue("other");
        for (String exchange : List.of("amq.direct", "amq.fanout", "amq.topic", "amq.headers")) {
            host.bind(exchange, "q", "k");
            host.bind(exchange, "other", "k");
        }
        List<Binding> bindings = host.topology.bindingsTo(queue);
        // when
        Removals removals = host.topology.removeQueue(queue);
        // then
        assertEquals(new Removals(List.of(), bindings), removals);
        for (String exchange : List.of("amq.direct", "amq.fanout", "amq.topic", "amq.headers")) {
            assertEquals(Set.of("other"), host.route(exchange, "k"));
        }
    }

    @Test
    void usedExchangeIsKeptIfItMustBeUnused() {
        // given
        host.queue("q");
        host.exchange("source", ExchangeType.FANOUT);
        host.exchange("destination", ExchangeType.FANOUT);
        host.bindExchange("source", "destination", "");
        // then leading somewhere is use, being led to is not
        assertRefused(
                "PRECONDITION_FAILED - exchange 'source' in vhost '/' in use",
                () -> host.topology.deleteExchange("source", true));
        assertEquals(1, host.topology.deleteExchange("destination", true).exchanges().size());
        assertEquals(1, host.topology.deleteExchange("source", true).exchanges().size());
    }

    @Test
    void deletingWhatIsNotThereSucceeds() {
        assertEquals(Removals.NONE, host.topology.deleteExchange("nope", false));
        assertEquals(Removals.NONE, host.topology.deleteExchange("nope", true));
        assertEquals(Removals.NONE, host.topology.removeQueue(new TestQueue("nope", true)));
    }

    @Test
    void systemExchangesCannotBeDeleted() {
        assertRefused(
                "ACCESS_REFUSED - operation not permitted on the default exchange",
                () -> host.topology.deleteExchange("", false));
        assertRefused(
                "ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed",
                () -> host.topology.deleteExchange("amq.direct", false));
        assertRefused(
                "ACCESS_REFUSED - deletion of system exchange 'amq.nope' in vhost '/' not allowed",
                () -> host.topology.deleteExchange("amq.nope", false));
    }

    @Test
    void autoDeleteExchangeWaitsForItsFirstBinding() {
        // given
        host.queue("q");
        host.autoDelete("e");
        // when a binding that was never there is removed, and one that leads to it comes and goes
        host.unbind("e", "q", "nope");
        host.bindExchange("amq.fanout", "e", "");
        host.topology.unbindExchange("amq.fanout", "e", "", FieldTable.EMPTY);
        // then
        assertNotNull(host.topology.exchange("e"));
    }

    @Test
    void autoDeleteExchangeGoesWithItsLastBinding() {
        // given
        host.queue("q");
        host.autoDelete("e");
        host.bind("e", "q", "one");
        host.bind("e", "q", "two");
        host.bindExchange("amq.fanout", "e", "");
        // when
        Removals first = host.unbind("e", "q", "one");
        Removals last = host.unbind("e", "q", "two");
        // then
        assertEquals(List.of(), first.exchanges());
        assertEquals(List.of("e"), names(last.exchanges()));
        assertEquals(2, last.bindings().size(), "the last one from it and the one to it");
        assertNull(host.topology.exchange("e"));
        assertEquals(Set.of(), host.route("amq.fanout", ""));
    }

    @Test
    void autoDeleteCascadesAlongAChainWhenAQueueGoes() {
        // given
        TestQueue queue = host.queue("q");
        for (String name : List.of("one", "two", "three")) {
            host.autoDelete(name);
        }
        host.bindExchange("one", "two", "");
        host.bindExchange("two", "three", "");
        host.bind("three", "q", "");
        // when
        Removals removals = host.topology.removeQueue(queue);
        // then
        assertEquals(List.of("three", "two", "one"), names(removals.exchanges()));
        assertEquals(3, removals.bindings().size());
    }

    @Test
    void autoDeleteCascadesToAllSourcesWhenAnExchangeIsDeleted() {
        // given
        host.exchange("e", ExchangeType.FANOUT);
        host.autoDelete("one");
        host.autoDelete("two");
        host.bindExchange("one", "e", "");
        host.bindExchange("one", "e", "again");
        host.bindExchange("two", "e", "");
        host.bindExchange("two", "amq.fanout", "");
        // when
        Removals removals = host.topology.deleteExchange("e", false);
        // then
        assertEquals(List.of("e", "one"), names(removals.exchanges()));
        assertNotNull(host.topology.exchange("two"));
    }

    @Test
    void autoDeleteExchangesInACycleKeepEachOtherUntilOneIsDeleted() {
        // given
        TestQueue queue = host.queue("q");
        host.autoDelete("one");
        host.autoDelete("two");
        host.bindExchange("one", "two", "");
        host.bindExchange("two", "one", "");
        host.bind("two", "q", "");
        // when
        Removals ofQueue = host.topology.removeQueue(queue);
        Removals ofExchange = host.topology.deleteExchange("one", false);
        // then
        assertEquals(List.of(), ofQueue.exchanges());
        assertEquals(List.of("one", "two"), names(ofExchange.exchanges()));
        assertEquals(2, ofExchange.bindings().size());
    }

    @Test
    void autoDeleteExchangeBoundToItselfGoesWithThatBinding() {
        // given
        host.autoDelete("e");
        host.bindExchange("e", "e", "");
        // when
        Removals removals = host.topology.unbindExchange("e", "e", "", FieldTable.EMPTY);
        // then
        assertEquals(List.of("e"), names(removals.exchanges()));
        assertEquals(1, removals.bindings().size());
    }

    @Test
    void exchangeDeclaredAgainStartsWithoutBindings() {
        // given
        host.queue("q");
        host.exchange("e", ExchangeType.FANOUT);
        host.bind("e", "q", "");
        host.topology.deleteExchange("e", false);
        // when
        host.exchange("e", ExchangeType.DIRECT);
        // then
        assertEquals(Set.of(), host.route("e", ""));
        assertEquals(List.of(), host.topology.bindingsFrom(host.topology.exchange("e")));
    }
}
