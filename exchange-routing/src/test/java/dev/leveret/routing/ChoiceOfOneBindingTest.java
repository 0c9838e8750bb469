package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The exchange types x-random, x-local-random and x-modulus-hash, which send each message over one binding. Measured on
 * RabbitMQ 3.10, except x-local-random, which it has not.
 */
class ChoiceOfOneBindingTest {

    private static final int MESSAGES = 10_000;

    private final TestVirtualHost host = new TestVirtualHost();

    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            Set<String> queues = host.route("e", "key-" + i);
            assertEquals(1, queues.size());
            shares.merge(queues.iterator().next(), 1, Integer::sum);
        }
        return shares;
    }

    @ParameterizedTest
    @EnumSource(value = ExchangeType.class, names = {"RANDOM", "MODULUS_HASH"})
    void everyBindingHasTheSameShareWhateverItsKey(ExchangeType type) {
        // given a queue that is bound twice and one that is bound once
        host.exchange("e", type);
        host.queue("a");
        host.queue("b");
        host.bind("e", "a", "k");
        host.bind("e", "a", "l");
        host.bind("e", "b", "m");
        // when
        Map<String, Integer> shares = shares();
        // then
        assertEquals(MESSAGES * 2 / 3.0, shares.get("a"), MESSAGES / 30.0);
        // and when a binding goes
        host.unbind("e", "a", "k");
        assertEquals(MESSAGES / 2.0, shares().get("a"), MESSAGES / 30.0);
        // and when the others go
        host.unbind("e", "a", "l");
        host.unbind("e", "b", "m");
        assertEquals(Set.of(), host.route("e", "k"));
    }

    @ParameterizedTest
    @EnumSource(value = ExchangeType.class, names = {"RANDOM", "LOCAL_RANDOM"})
    void whereChanceHadASayTheResultIsForOneMessageOnly(ExchangeType type) {
        // given
        host.exchange("e", type);
        host.queue("a");
        host.queue("b");
        // then
        host.route("e", "k");
        assertFalse(host.destinations.onlyForThisMessage());
        // and with one binding there is no choice
        host.bind("e", "a", "");
        assertEquals(Set.of("a"), host.route("e", "k"));
        assertFalse(host.destinations.onlyForThisMessage());
        // and with two
        host.bind("e", "b", "");
        assertEquals(MESSAGES / 2.0, shares().get("a"), MESSAGES / 30.0);
        assertTrue(host.destinations.onlyForThisMessage());
        // and with another exchange the mark is gone
        host.route("amq.direct", "k");
        assertFalse(host.destinations.onlyForThisMessage());
    }

    @Test
    void markStaysWhenTheExchangeIsReachedOverAnother() {
        // given
        host.exchange("e", ExchangeType.RANDOM);
        host.queue("a");
        host.queue("b");
        host.bind("e", "a", "");
        host.bind("e", "b", "");
        host.bindExchange("amq.fanout", "e", "");
        // when
        assertEquals(1, host.route("amq.fanout", "k").size());
        // then
        assertTrue(host.destinations.onlyForThisMessage());
    }

    @Test
    void chanceIsTheCallersOwn() {
        // given
        host.exchange("e", ExchangeType.RANDOM);
        for (int i = 0; i < 10; i++) {
            host.queue("q" + i);
            host.bind("e", "q" + i, "");
        }
        // then
        assertEquals(choices(1), choices(1));
        assertNotEquals(choices(1), choices(2));
    }

    private List<RouteTarget> choices(long seed) {
        Destinations destinations = new Destinations(new SplittableRandom(seed));
        Message message = TestVirtualHost.message("e", "k", null);
        List<RouteTarget> choices = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            host.router.route(host.topology.exchange("e"), message, destinations);
            choices.add(destinations.target(0));
        }
        return choices;
    }

    @Test
    void localRandomExchangeTakesQueuesWithoutAKeyOnly() {
        // given
        host.exchange("e", ExchangeType.LOCAL_RANDOM);
        host.queue("q");
        // then
        assertRefused(
                "PRECONDITION_FAILED - Non empty binding 'k' key not permitted", () -> host.bind("e", "q", "k"));
        assertRefused(
                "PRECONDITION_FAILED - Destination not found", () -> host.bindExchange("e", "amq.fanout", ""));
        assertEquals(List.of(), host.topology.bindingsFrom(host.topology.exchange("e")));
    }

    @Test
    void modulusHashGoesTheSameWayForTheSameKeysOnly() {
        // given
        host.exchange("e", ExchangeType.MODULUS_HASH);
        for (int i = 0; i < 10; i++) {
            host.queue("q" + i);
            host.bind("e", "q" + i, "");
        }
        Map<Set<String>, Integer> ways = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            // when keys in CC are hashed too
            FieldTable headers = FieldTable.of("CC", TestVirtualHost.texts("c" + i));
            Set<String> way = host.route("e", "key", headers);
            ways.merge(way, 1, Integer::sum);
            // then
            assertEquals(way, host.route("e", "key", headers));
        }
        assertEquals(10, ways.size());
        host.route("e", "key");
        assertFalse(host.destinations.onlyForThisMessage());
        assertFalse(host.destinations.dependsOnHeaders());
    }

    @Test
    void modulusHashDoesNotDependOnTheOrderOfBinding() {
        // given
        TestVirtualHost other = new TestVirtualHost();
        host.exchange("e", ExchangeType.MODULUS_HASH);
        other.exchange("e", ExchangeType.MODULUS_HASH);
        for (int i = 0; i < 10; i++) {
            host.queue("q" + i);
            host.bind("e", "q" + i, "");
            other.queue("q" + (9 - i));
            other.bind("e", "q" + (9 - i), "");
        }
        // then
        for (int i = 0; i < 100; i++) {
            assertEquals(host.route("e", "key-" + i), other.route("e", "key-" + i));
        }
    }
}
