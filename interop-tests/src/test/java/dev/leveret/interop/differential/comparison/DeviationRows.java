package dev.leveret.interop.differential.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of docs/DEVIATIONS.md, by their first column. */
final class DeviationRows {

    private static final Path FILE = Path.of("..", "docs", "DEVIATIONS.md");

    private DeviationRows() {}

    static Set<String> read() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.indexOf(" |", 2)))
                .collect(Collectors.toSet());
    }
}
