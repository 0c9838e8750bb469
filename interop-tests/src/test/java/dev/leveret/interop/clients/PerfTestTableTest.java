package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of PerfTest's options in docs/clients.md says what {@code PerfTestOptions} printed, run by run. */
class PerfTestTableTest {

    private static final String PROGRAM = "PerfTestOptions.java";
    private static final String BEFORE_RESULT = ": ";

    @Test
    void hasARowForEachRun() throws IOException {
        List<String> rabbitMq = printed(".expected");
        List<String> leveret = printed(".leveret");
        assertEquals(rabbitMq.size(), leveret.size());
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < rabbitMq.size(); i++) {
            rows.add(row(rabbitMq.get(i), leveret.get(i)));
        }
        assertEquals(String.join("\n", rows), String.join("\n", table()));
    }

    private static List<String> printed(String suffix) throws IOException {
        return Files.readAllLines(Language.JAVA.folder().resolve("programs").resolve(PROGRAM + suffix));
    }

    private static String row(String rabbitMq, String leveret) {
        String[] words = rabbitMq.split(BEFORE_RESULT, 2);
        String ours = leveret.equals(rabbitMq) ? "the same" : leveret.split(BEFORE_RESULT, 2)[1];
        return "| `" + words[0] + "` | " + words[1] + " | " + ours + " |";
    }

    private static List<String> table() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "clients.md")).stream()
                .dropWhile(line -> !line.startsWith("## PerfTest's options"))
                .dropWhile(line -> !line.startsWith("| ---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
