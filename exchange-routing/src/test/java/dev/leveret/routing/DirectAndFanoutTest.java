package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.amqp.value.FieldTable;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The default exchange, and exchanges of type direct and fanout. */
class DirectAndFanoutTest {

    private final TestVirtualHost host = new TestVirtualHost();

    @Test
    void defaultExchangeReachesEveryQueueByItsName() {
        // given
        host.queue("a");
        host.queue("b");
        // then
        assertEquals(Set.of("a"), host.route("", "a"));
        assertEquals(Set.of(), host.route("", "c"));
    }

    @Test
    void defaultExchangeForgetsADeletedQueue() {
        // given
        TestQueue first = host.queue("a");
        // when
        host.topology.removeQueue(first);
        // then
        assertEquals(Set.of(), host.route("", "a"));
    }

    @Test
    void removingAQueueLeavesItsSuccessorOfTheSameNameAlone() {
        // given
        TestQueue first = host.queue("a");
        host.topology.removeQueue(first);
        host.queue("a");
        // when
        Removals removals = host.topology.removeQueue(first);
        // then
        assertEquals(Removals.NONE, removals);
        assertEquals(Set.of("a"), host.route("", "a"));
    }

    @Test
    void directExchangeComparesTheWholeKey() {
        // given
        host.queue("a");
        host.queue("b");
        host.bind("amq.direct", "a", "k");
        host.bind("amq.direct", "b", "k");
        host.bind("amq.direct", "b", "*");
        host.bind("amq.direct", "b", "");
        // then
        assertEquals(Set.of("a", "b"), host.route("amq.direct", "k"));
        assertEquals(Set.of("b"), host.route("amq.direct", ""));
        assertEquals(Set.of("b"), host.route("amq.direct", "*"));
        assertEquals(Set.of(), host.route("amq.direct", "K"));
        assertEquals(Set.of(), host.route("amq.direct", "a"));
    }

    @Test
    void fanoutExchangeTakesNoNoticeOfTheKey() {
        // given
        host.queue("a");
        host.queue("b");
        host.bind("amq.fanout", "a", "k");
        host.bind("amq.fanout", "a", "l");
        host.bind("amq.fanout", "b", "");
        // then
        assertEquals(Set.of("a", "b"), host.route("amq.fanout", "whatever"));
    }

    @Test
    void queueStaysReachedWhileOneOfItsBindingsIsLeft() {
        // given
        host.queue("a");
        host.bind("amq.fanout", "a", "k");
        host.bind("amq.fanout", "a", "l");
        // when
        host.unbind("amq.fanout", "a", "k");
        // then
        assertEquals(Set.of("a"), host.route("amq.fanout", ""));
        // and when
        host.unbind("amq.fanout", "a", "l");
        // then
        assertEquals(Set.of(), host.route("amq.fanout", ""));
    }

    @Test
    void resultDoesNotDependOnHeaders() {
        // given
        host.queue("a");
        host.bind("amq.direct", "a", "k");
        // when
        host.route("amq.direct", "k", FieldTable.builder().put("CCC", "x").put("cc", "y").build());
        // then
        assertFalse(host.destinations.dependsOnHeaders());
    }

    @Test
    void deletedExchangeRoutesNothingAnyMore() {
        // given
        host.queue("a");
        Exchange exchange = host.exchange("e", ExchangeType.FANOUT);
        host.bind("e", "a", "");
        // when
        host.topology.deleteExchange("e", false);
        host.router.route(exchange, TestVirtualHost.message("e", "", null), host.destinations);
        // then
        assertEquals(0, host.destinations.count());
    }
}
