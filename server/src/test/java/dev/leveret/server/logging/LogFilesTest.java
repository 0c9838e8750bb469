package dev.leveret.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.config.LogSettings.Format;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.LogFile;
import dev.leveret.server.config.LogSettings.Look;
import dev.leveret.server.config.LogSettings.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the log: who may read them, and what becomes of them when others move them. */
class LogFilesTest {

    private static final Look PLAIN = new Look(Format.PLAINTEXT, TimeFormat.RFC3339_SPACE, LevelFormat.LC);
    private static final int NEVER_FULL = 0;

    @TempDir
    private Path folder;

    private final LoggerContext context = new LoggerContext();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void foldersAndFilesAreTheOwnersAlone(boolean compressed) throws IOException {
        // given a log in folders that are not there yet
        Path data = folder.resolve("data");
        Appender<ILoggingEvent> output = open(data.resolve("log/a.log"), 1, compressed);

        // when some files have been filled
        for (int i = 0; i < 3; i++) {
            tell(output, "line " + i);
        }
        output.stop();

        // then nobody else can use any of it
        assertEquals("rwx------", access(data));
        assertEquals("rwx------", access(data.resolve("log")));
        String ending = compressed ? ".gz" : "";
        assertEquals(Set.of("a.log rw-------", "a.log.0" + ending + " rw-------", "a.log.1" + ending + " rw-------"),
                files(data.resolve("log")));
    }

    @Test
    void fileThatIsOpenToAReaderOfLogsStaysSo() throws IOException {
        Path log = Files.createFile(folder.resolve("a.log"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r-----"));
        open(log, NEVER_FULL, false).stop();
        assertEquals("rw-r-----", access(log));
    }

    @ParameterizedTest
    @ValueSource(longs = {NEVER_FULL, 1_000_000})
    void movedFileIsMadeAnew(long bytesMax) throws IOException {
        // given a log with a line in it
        Path log = folder.resolve("log/a.log");
        Appender<ILoggingEvent> output = open(log, bytesMax, false);
        tell(output, "first");

        // when it is moved away, and there are more lines
        Path moved = Files.move(log, log.resolveSibling("a.log.old"));
        tell(output, "second");
        tell(output, "third");
        output.stop();

        // then they are in one with its name
        assertEquals(List.of("first"), lines(moved));
        assertEquals(List.of("second", "third"), lines(log));
        assertEquals("rw-------", access(log));
    }

    @Test
    void fileThatOthersPutInItsPlaceIsUsed() throws IOException {
        Path log = folder.resolve("a.log");
        Appender<ILoggingEvent> output = open(log, NEVER_FULL, false);
        Files.move(log, folder.resolve("a.log.old"));
        Files.writeString(log, "> from before\n");
        tell(output, "second");
        output.stop();
        assertEquals(List.of("from before", "second"), lines(log));
    }

    @Test
    void deletedFolderIsMadeAnew() throws IOException {
        Path log = folder.resolve("log/a.log");
        Appender<ILoggingEvent> output = open(log, NEVER_FULL, false);
        Files.delete(log);
        Files.delete(log.getParent());
        tell(output, "second");
        output.stop();
        assertEquals(List.of("second"), lines(log));
        assertEquals("rwx------", access(log.getParent()));
    }

    @Test
    void whereNoneCanBeMadeTheOldOneGoesOn() throws IOException {
        // given a log that has been moved, with a folder in its place
        Path log = folder.resolve("a.log");
        Appender<ILoggingEvent> output = open(log, NEVER_FULL, false);
        Path moved = Files.move(log, folder.resolve("a.log.old"));
        Files.createDirectory(log);

        // when there are lines, and then the place is free
        tell(output, "second");
        Files.delete(log);
        tell(output, "third");
        output.stop();

        // then none is lost
        assertEquals(List.of("second"), lines(moved));
        assertEquals(List.of("third"), lines(log));
        assertTrue(context.getStatusManager().getCopyOfStatusList().stream()
                .anyMatch(status -> status.getMessage().contains("can't be made again")));
    }

    private Appender<ILoggingEvent> open(Path log, long bytesMax, boolean compressed) throws IOException {
        context.setMDCAdapter(new LogbackMDCAdapter()); // else slf4j sees to it
        return new LogFileOutput(new LogFile(log, LogLevel.DEBUG, PLAIN, bytesMax, 3, compressed)).open(context);
    }

    private void tell(Appender<ILoggingEvent> output, String message) {
        Logger logger = context.getLogger("dev.leveret.server.Broker");
        output.doAppend(new LoggingEvent(null, logger, Level.INFO, message, null, new Object[0]));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(line -> line.replaceAll(".*> ", "")).toList();
    }

    private static String access(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Set<String> files(Path folder) throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                files.add(each.getFileName() + " " + access(each));
            }
        }
        return files;
    }
}
