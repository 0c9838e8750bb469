package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of words as topic exchanges match them. The table was measured on RabbitMQ 3.10. */
class TopicExchangeTest {

    private final TestVirtualHost host = new TestVirtualHost();

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'*', '', false",
        "'#', '', true",
        "'*.*', '.', true",
        "'*', '.', false",
        "'a.*', 'a.', true",
        "'*.a', '.a', true",
        "'a.#', 'a', true",
        "'a.#', 'a.', true",
        "'#.a', '.a', true",
        "'#.#', '', true",
        "'#.#', 'a', true",
        "'#.*', '', false",
        "'*.#', '', false",
        "'', '.', false",
        "'.', '.', true",
        "'a..b', 'a..b', true",
        "'a.*.b', 'a..b', true",
        "'a.#.b', 'a.b', true",
        "'a.#.b', 'a.c.d.b', true",
        "'a.#.b', 'a.c.d', false",
        "'a*', 'ab', false",
        "'a#', 'a', false",
        "'*', '*', true",
        "'#.*.#', '', false",
        "'#.*.#', 'a', true",
        "'a.b', 'a.bc', false",
        "'a.bc', 'a.b', false",
        "'A', 'a', false",
        "'a.b.c', 'a.b', false",
        "'a.b', 'a.b.c', false",
    })
    void patternMatchesAsInRabbitMq(String pattern, String key, boolean matches) {
        // given
        host.queue("q");
        host.bind("amq.topic", "q", pattern);
        // then
        assertEquals(matches ? Set.of("q") : Set.of(), host.route("amq.topic", key));
    }

    @Test
    void queueIsReachedOnceThoughSeveralPatternsMatch() {
        // given
        host.queue("q");
        for (String pattern : new String[] {"a.b", "a.*", "a.#", "#", "*.b", "#.b.#"}) {
            host.bind("amq.topic", "q", pattern);
        }
        // then
        assertEquals(Set.of("q"), host.route("amq.topic", "a.b"));
    }

    @Test
    void removedPatternLeavesItsNeighboursAlone() {
        // given patterns that share their way
        host.queue("short");
        host.queue("long");
        host.queue("wild");
        host.bind("amq.topic", "short", "a.b");
        host.bind("amq.topic", "long", "a.b.c");
        host.bind("amq.topic", "wild", "a.*.c");
        // when
        host.unbind("amq.topic", "short", "a.b");
        // then
        assertEquals(Set.of(), host.route("amq.topic", "a.b"));
        assertEquals(Set.of("long", "wild"), host.route("amq.topic", "a.b.c"));
    }

    @Test
    void patternsThatMeanTheSameAreDifferentBindings() {
        // given
        host.queue("q");
        host.bind("amq.topic", "q", "#");
        host.bind("amq.topic", "q", "#.#");
        // when
        host.unbind("amq.topic", "q", "#");
        // then
        assertEquals(Set.of("q"), host.route("amq.topic", "a"));
        // and when
        host.unbind("amq.topic", "q", "#.#");
        // then
        assertEquals(Set.of(), host.route("amq.topic", "a"));
    }
}
