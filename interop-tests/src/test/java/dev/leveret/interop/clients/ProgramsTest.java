package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each program prints with Leveret what it printed with RabbitMQ 3.10.8. {@code -Dclients.record=true}, with {@code -Dbroker=} naming
 * a RabbitMQ, writes down what is expected; {@code -Dclients.times=20} runs each so many times,
 * {@code -Dclients.program=text} those with the text in their names.
 */
@Tag("clients")
class ProgramsTest {

    private static final String PROGRAMS = "programs";

    /** What the names of the programs have that are to be run; all have this if nothing is said. */
    private static final String PROGRAM = System.getProperty("clients.program", "");

    /** A program that prints this has its connections cut. */
    private static final String CUT = "(cut)";

    /** A program that prints this has a broker that is short of memory, until it prints the other. */
    private static final String ALARM = "(alarm)";
    private static final String ALARM_OVER = "(alarm over)";

    @TempDir
    static Path data;

    private static OwnBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = OwnBroker.start(data, PROGRAMS);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @TestFactory
    Stream<DynamicNode> everyProgramSeesWhatItSeesWithRabbitMq() {
        List<Language> languages = Language.selected().toList();
        assertTrue(languages.stream().anyMatch(language -> !programs(language).isEmpty()),
                "-Dclients.program=" + PROGRAM + ": no program of " + languages + " has that in its name");
        return languages.stream().map(language -> DynamicContainer.dynamicContainer(language.toString(), tests(language)));
    }

    private static Stream<DynamicTest> tests(Language language) {
        DynamicTest clients = DynamicTest.dynamicTest("clients are installed", language::requireClients);
        return Stream.concat(Stream.of(clients), IntStream.range(0, Integer.getInteger("clients.times", 1)).boxed()
                .flatMap(round -> programs(language).stream().filter(program -> canRun(language, program)))
                .map(program -> DynamicTest.dynamicTest(program.getFileName().toString(), () -> check(language, program))));
    }

    private static List<Path> programs(Language language) {
        try {
            return language.programs(PROGRAMS).stream()
                    .filter(program -> program.getFileName().toString().contains(PROGRAM))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("no programs for " + language, e);
        }
    }

    /** Nobody but its operator can make somebody else's broker short of memory. */
    private static boolean canRun(Language language, Path program) {
        if (OwnBroker.isOperated() || !text(language.folder().resolve(program)).contains(ALARM)) {
            return true;
        }
        System.out.println(language + "/" + program + " is left out: -Dbroker.control= has to name the broker's rabbitmqctl");
        return false;
    }

    private static String text(Path program) {
        try {
            return Files.readString(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Language language, Path program) throws Exception {
        Path expected = expected(language.folder(), program);
        try (Wire wire = Wire.to(broker.broker())) {
            List<String> seen = run(language, program, wire);
            if (Boolean.getBoolean("clients.record")) {
                Files.write(expected, seen);
                Capture.write(language, program, wire.said());
            }
            assertEquals(Files.readString(expected, StandardCharsets.UTF_8), String.join("\n", seen) + "\n",
                    () -> language + "/" + program);
        }
    }

    /** What RabbitMQ did; for a Leveret that differs on purpose, what it does. */
    private static Path expected(Path folder, Path program) {
        Path onPurpose = folder.resolve(program + ".leveret");
        return broker.process() != null && Files.exists(onPurpose) ? onPurpose : folder.resolve(program + ".expected");
    }

    private static List<String> run(Language language, Path program, Wire wire) throws Exception {
        List<String> seen = new ArrayList<>();
        try (RunningProgram running = RunningProgram.start(wire.end(), language, program)) {
            running.eachLine(line -> {
                seen.add(line);
                switch (line) {
                    case CUT -> wire.cut();
                    case ALARM -> broker.operate("set_vm_memory_high_watermark", "absolute", "1");
                    case ALARM_OVER -> broker.operate("set_vm_memory_high_watermark", "0.4");
                    default -> { }
                }
            });
        } finally {
            if (seen.contains(ALARM) && !seen.contains(ALARM_OVER)) {
                broker.operate("set_vm_memory_high_watermark", "0.4");
            }
        }
        return seen;
    }
}
