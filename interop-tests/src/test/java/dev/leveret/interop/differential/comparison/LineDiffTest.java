package dev.leveret.interop.differential.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void linesOfBothAreKeptTogether() {
        assertEquals("  a\n- b\n+ x\n  c\n+ d", LineDiff.of(List.of("a", "b", "c"), List.of("a", "x", "c", "d")));
    }

    @Test
    void nothingAndSomething() {
        assertEquals("", LineDiff.of(List.of(), List.of()));
        assertEquals("+ a", LineDiff.of(List.of(), List.of("a")));
        assertEquals("- a", LineDiff.of(List.of("a"), List.of()));
    }
}
