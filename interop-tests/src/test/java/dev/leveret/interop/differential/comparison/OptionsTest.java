package dev.leveret.interop.differential.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void addressOfRabbitMqIsEnough() {
        Options options = Options.parse(List.of("--rabbitmq", "localhost:5679"));
        assertEquals(5679, options.rabbitmq().port());
        assertTrue(options.leveret().isEmpty());
        assertEquals("", options.only());
        assertFalse(options.record());
    }

    @Test
    void allOptionsTogether() {
        Options options = Options.parse(List.of("--only", "limits/", "--rabbitmq", "a:1", "--leveret", "b:2", "--record",
                "--justify", "one row", "--justify", "another"));
        assertEquals("b", options.leveret().orElseThrow().host());
        assertEquals("limits/", options.only());
        assertTrue(options.record());
        assertEquals(List.of("one row", "another"), options.justifications());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--rabbitmq", "--rabbitmq localhost", "--only x", "--rabbitmq a:1 --what"})
    void anythingElseIsRefused(String line) {
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
        assertThrows(IllegalArgumentException.class, () -> Options.parse(words));
    }
}
