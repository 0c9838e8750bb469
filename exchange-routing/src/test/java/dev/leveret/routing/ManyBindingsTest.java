package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.leveret.amqp.value.FieldTable;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hundred thousand bindings, of every shape, come and go in time proportional to their number: anything that
 * looks at all of them for each one would not end in the time that a build has.
 */
class ManyBindingsTest {

    private static final int MANY = 100_000;

    private final TestVirtualHost host = new TestVirtualHost();

    static Stream<Arguments> patterns() {
        return Stream.of(
                named("one word each", i -> "w" + i),
                named("two levels", i -> "a" + i / 300 + ".b" + i % 300),
                named("deep", i -> "x." + i % 10 + "." + i / 10 % 10 + "." + i / 100 % 10 + ".#." + i / 1000),
                named("star in front", i -> "*.w" + i));
    }

    private static Arguments named(String name, IntFunction<String> pattern) {
        return Arguments.of(Named.of(name, pattern));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void topicExchangeTakesAndLosesManyPatterns(IntFunction<String> pattern) {
        // given
        host.queue("q");
        host.exchange("e", ExchangeType.TOPIC);
        for (int i = 0; i < MANY; i++) {
            host.bind("e", "q", pattern.apply(i));
        }
        // then
        assertEquals(MANY, host.topology.bindingsFrom(host.topology.exchange("e")).size());
        for (int i = 0; i < MANY; i += 997) {
            assertEquals(Set.of("q"), host.route("e", pattern.apply(i)));
        }
        // and when every second goes
        for (int i = 0; i < MANY; i += 2) {
            host.unbind("e", "q", pattern.apply(i));
        }
        // then
        for (int i = 0; i < MANY; i += 997) {
            assertEquals(i % 2 == 0 ? Set.of() : Set.of("q"), host.route("e", pattern.apply(i)));
        }
        // and when the exchange goes
        assertEquals(MANY / 2, host.topology.deleteExchange("e", false).bindings().size());
    }

    @ParameterizedTest
    @EnumSource(value = ExchangeType.class, mode = EnumSource.Mode.EXCLUDE, names = {"DELAYED", "CONSISTENT_HASH", "RANDOM", "LOCAL_RANDOM", "MODULUS_HASH"})
    void manyQueuesOfOneKeyComeAndGoOneByOne(ExchangeType type) {
        // given
        host.exchange("e", type);
        TestQueue[] queues = new TestQueue[MANY];
        for (int i = 0; i < MANY; i++) {
            queues[i] = host.queue("q" + i);
            host.bind("e", "q" + i, "k");
        }
        // then
        assertEquals(MANY, host.route("e", "k").size());
        // and when all but the last go
        for (int i = 0; i < MANY - 1; i++) {
            assertEquals(1, host.topology.removeQueue(queues[i]).bindings().size());
        }
        // then
        assertEquals(Set.of("q" + (MANY - 1)), host.route("e", "k"));
    }

    @ParameterizedTest
    @EnumSource(value = ExchangeType.class, mode = EnumSource.Mode.EXCLUDE, names = {"DELAYED", "CONSISTENT_HASH"})
    void queueWithManyBindingsGoesAtOnce(ExchangeType type) {
        // given bindings that only arguments tell apart
        TestQueue queue = host.queue("q");
        host.exchange("e", type);
        for (int i = 0; i < MANY; i++) {
            host.bind("e", "q", FieldTable.builder().put("n", i).build());
        }
        // when
        Removals removals = host.topology.removeQueue(queue);
        // then
        assertEquals(MANY, removals.bindings().size());
        assertEquals(Set.of(), host.route("e", ""));
    }

    @Test
    void longChainOfAutoDeleteExchangesGoesToItsEnd() {
        // given
        TestQueue queue = host.queue("q");
        int length = 10_000;
        for (int i = 0; i < length; i++) {
            host.autoDelete("e" + i);
            if (i > 0) {
                host.bindExchange("e" + i, "e" + (i - 1), "");
            }
        }
        host.bind("e0", "q", "");
        assertEquals(Set.of("q"), host.route("e" + (length - 1), ""));
        // when
        Removals removals = host.topology.removeQueue(queue);
        // then
        assertEquals(length, removals.exchanges().size());
        assertNull(host.topology.exchange("e" + (length - 1)));
    }
}
