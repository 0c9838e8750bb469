package dev.leveret.server.pattern;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns over names match as those of RabbitMQ do, and none of them takes for ever. */
class BoundedPatternTest {

    @Test
    void partsOfNamesMatchAndLookAheadIsThere() {
        assertTrue(BoundedPattern.of("ord").isIn("my-orders"));
        assertTrue(BoundedPattern.of("^(?!amq\\.).*").isIn("orders"));
        assertFalse(BoundedPattern.of("^(?!amq\\.).*").isIn("amq.topic"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"((a+)+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "^([a-z0-9]+[._-]?){1,20}$", "(.*)*(.*)*(.*)*=$"})
    void aLookThatWouldTakeYearsFindsNothing(String expression) {
        // given a name that such an expression almost matches
        String name = "a".repeat(254) + "!";
        // then
        assertFalse(BoundedPattern.of(expression).isIn(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "(?:(?:){9999}){9999}$x", "(?:(?:(?:a?){999}){999}){999}x", "(?:|||||){20}x", "(?:|||||){20}^x", "(?:|||||){20}(?!)",
        "(?:|||||){20}\\1(z)", "(?:(?=(?:|||){9})){65535}x", "(?:()()()()|){65535}(?<=x)"
    })
    void workThatReadsNothingCountsToo(String expression) {
        for (String name : List.of("", "a", "some.queue.name")) {
            assertFalse(BoundedPattern.of(expression).isIn(name), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?:){2147483647}", "a{65536}", "a{0,65536}", "a{99999999999999999999}"})
    void countOfMoreThan65535IsRefused(String expression) {
        assertThrows(PatternSyntaxException.class, () -> BoundedPattern.of(expression));
    }

    @Test
    void anOrdinaryExpressionIsNotGivenUpForALongName() {
        assertTrue(BoundedPattern.of("^[a-z]+(\\.[a-z]+)*!$").isIn("abcd.".repeat(50) + "abcd!"));
    }

    @Test
    void nestingWithoutEndIsAnErrorAndNoOverflow() {
        String deep = "(".repeat(100_000) + ")".repeat(100_000);
        assertThrows(PatternSyntaxException.class, () -> BoundedPattern.of(deep));
    }
}
