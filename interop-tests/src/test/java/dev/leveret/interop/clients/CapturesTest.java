package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What clients of many languages once said is still understood, without any of them being there. */
class CapturesTest {

    @Test
    void everyProgramHasACaptureAndEveryCaptureAProgram() throws IOException {
        SortedSet<String> programs = new TreeSet<>();
        for (Language language : Language.values()) {
            for (Path program : language.programs("programs")) {
                programs.add(Capture.name(language, program));
            }
        }
        assertFalse(programs.isEmpty());
        assertEquals(programs, Capture.all().stream().map(Capture::program).collect(Collectors.toCollection(TreeSet::new)));
    }

    @TestFactory
    Stream<DynamicTest> everyCaptureIsUnderstoodInBothDirections() throws IOException {
        return Capture.all().stream().map(capture -> DynamicTest.dynamicTest(capture.name(), () -> check(capture)));
    }

    private static void check(Capture capture) throws IOException {
        String expected = Files.readString(capture.decoded(), StandardCharsets.UTF_8);
        assertEquals(expected, String.join("\n", DecodedFrames.of(capture)) + "\n");
    }
}
