package dev.leveret.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.config.LogSettings;
import dev.leveret.server.config.LogSettings.Format;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.LogFile;
import dev.leveret.server.config.LogSettings.Look;
import dev.leveret.server.config.LogSettings.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lines go where. */
class LogOutputsTest {

    private static final Look PLAIN = new Look(Format.PLAINTEXT, TimeFormat.RFC3339_SPACE, LevelFormat.LC);
    private static final String BROKER = "dev.leveret.server.Broker";
    private static final String CONNECTION = "dev.leveret.server.connection.ConnectionLog";
    private static final String CHANNEL = "dev.leveret.server.channel.ChannelSession";

    @TempDir
    private Path folder;

    @Test
    void categoriesHaveTheirLevels() throws IOException {
        // given a log of warnings in which connections tell everything and channels nothing
        LoggerContext context = start(LogLevel.DEBUG, LogLevel.WARNING,
                Map.of("connection", LogLevel.DEBUG, "channel", LogLevel.NONE));

        // when each of them says something
        context.getLogger(BROKER).info("broker");
        context.getLogger(BROKER).warn("broker!");
        context.getLogger(CONNECTION).debug("connection");
        context.getLogger(CHANNEL).error("channel");

        // then those are there that are wanted
        assertEquals(List.of("broker!", "connection"), messages(context));
    }

    @Test
    void outputTakesNoLessThanItsLevel() throws IOException {
        LoggerContext context = start(LogLevel.ERROR, LogLevel.DEBUG, Map.of());
        context.getLogger(BROKER).warn("warning");
        context.getLogger(BROKER).error("error");
        assertEquals(List.of("error"), messages(context));
    }

    @Test
    void nettyTellsNothingOfItself() throws IOException {
        LoggerContext context = start(LogLevel.DEBUG, LogLevel.DEBUG, Map.of());
        context.getLogger("io.netty.util.internal.PlatformDependent").debug("memory");
        context.getLogger("io.netty.channel.nio.NioEventLoop").warn("loop");
        context.getLogger(BROKER).debug("broker");
        assertEquals(List.of("loop", "broker"), messages(context));
    }

    @Test
    void noticeIsMoreThanInfo() throws IOException {
        LoggerContext context = start(LogLevel.DEBUG, LogLevel.NOTICE, Map.of());
        context.getLogger(BROKER).info("info");
        context.getLogger(BROKER).warn("warning");
        assertEquals(List.of("warning"), messages(context));
    }

    @Test
    void fullFileIsPutAside() throws IOException {
        // given a file that may not grow
        LoggerContext context = context();
        LogFile file = new LogFile(folder.resolve("small.log"), LogLevel.DEBUG, PLAIN, 1, 2, true);
        LogOutputs.apply(context, new LogSettings(Optional.empty(), Optional.of(file), LogLevel.INFO, Map.of()));

        // when there are more lines than fit
        IntStream.range(0, 200).forEach(i -> context.getLogger(BROKER).info("line {}", i));
        context.stop();

        // then the earlier ones are in another one, compressed
        assertTrue(Files.exists(folder.resolve("small.log")));
        assertTrue(Files.exists(folder.resolve("small.log.0.gz")));
        assertFalse(Files.exists(folder.resolve("small.log.2.gz")));
    }

    @Test
    void fileThatCannotBeWrittenIsToldOf() {
        IOException e = assertThrows(IOException.class, () -> start(Path.of("/proc/leveret/x.log")));
        assertTrue(e.getMessage().startsWith("the folder of the log file /proc/leveret/x.log can't be made"), e::getMessage);
        e = assertThrows(IOException.class, () -> start(folder));
        assertEquals("the log file " + folder + " can't be written", e.getMessage());
    }

    private void start(Path path) throws IOException {
        LogFile file = new LogFile(path, LogLevel.DEBUG, PLAIN, 0, 1, false);
        LogOutputs.apply(
                context(), new LogSettings(Optional.empty(), Optional.of(file), LogLevel.INFO, Map.of()));
    }

    private LoggerContext start(LogLevel ofFile, LogLevel level, Map<String, LogLevel> categories) throws IOException {
        LoggerContext context = context();
        LogFile file = new LogFile(folder.resolve("logs/test.log"), ofFile, PLAIN, 0, 1, false);
        LogOutputs.apply(context, new LogSettings(Optional.empty(), Optional.of(file), level, categories));
        return context;
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter()); // else slf4j sees to it
        context.start();
        return context;
    }

    private List<String> messages(LoggerContext context) throws IOException {
        context.stop(); // writes what waits
        return Files.readAllLines(folder.resolve("logs/test.log")).stream()
                .map(line -> line.replaceAll(".*> ", ""))
                .toList();
    }
}
