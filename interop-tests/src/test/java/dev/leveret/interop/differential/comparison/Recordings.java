package dev.leveret.interop.differential.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What RabbitMQ was seen to do, and where Leveret is to differ: two files for a case at most. */
final class Recordings {

    private static final Path FOLDER = Path.of("src", "test", "resources", "differential");
    private static final String OURS = ".leveret.txt";
    private static final String RECORDED = ".txt";

    private Recordings() {}

    /** The lines that were recorded. */
    static List<String> of(Case one) throws IOException {
        return Files.readAllLines(file(one, RECORDED));
    }

    static Optional<ExpectedDifference> expectedDifference(Case one) throws IOException {
        Path file = file(one, OURS);
        return Files.exists(file)
                ? Optional.of(ExpectedDifference.parse(Files.readAllLines(file)))
                : Optional.empty();
    }

    static void record(Case one, List<String> lines) throws IOException {
        write(file(one, RECORDED), lines);
    }

    static void record(Case one, ExpectedDifference difference) throws IOException {
        write(file(one, OURS), difference.file());
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** Files that belong to none of these. */
    static List<Path> strangers(List<Case> cases) throws IOException {
        Set<Path> known = cases.stream()
                .flatMap(one -> Stream.of(file(one, RECORDED), file(one, OURS)))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).filter(file -> !known.contains(file)).toList();
        }
    }

    private static Path file(Case one, String ending) {
        return FOLDER.resolve(one + ending);
    }
}
