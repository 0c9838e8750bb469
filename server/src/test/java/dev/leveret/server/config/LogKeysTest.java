package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.LogSettings.Format;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.LogFile;
import dev.leveret.server.config.LogSettings.Look;
import dev.leveret.server.config.LogSettings.Stream;
import dev.leveret.server.config.LogSettings.TimeFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the log. */
class LogKeysTest {

    private final RawSettings raw = new RawSettings();

    @Test
    void linesGoToTheConsoleFromInfoOn() {
        LogSettings log = BrokerSettings.defaults().node().log();
        Look plain = new Look(Format.PLAINTEXT, TimeFormat.RFC3339_SPACE, LevelFormat.LC);
        assertEquals(Optional.of(new LogSettings.Console(LogLevel.DEBUG, plain, Stream.STDOUT)), log.console());
        assertEquals(LogLevel.INFO, log.level());
        assertEquals(Optional.empty(), log.file());
        assertEquals(Map.of(), log.categories());
    }

    @Test
    void whatIsThereIfNothingIsSetIsWhatTheKeysSay() {
        set("log.console", "true");
        assertEquals(LogSettings.DEFAULT, read());
    }

    @Test
    void consoleHasItsKeys() {
        set("log.console.level", "warning");
        set("log.console.formatter", "json");
        set("log.console.formatter.time_format", "rfc3339_T");
        set("log.console.formatter.level_format", "uc4");
        set("log.console.stdio", "stderr");
        assertEquals(
                Optional.of(new LogSettings.Console(
                        LogLevel.WARNING, new Look(Format.JSON, TimeFormat.RFC3339_T, LevelFormat.UC4), Stream.STDERR)),
                read().console());
    }

    @Test
    void consoleMayBeOff() {
        set("log.console", "false");
        assertEquals(Optional.empty(), read().console());
    }

    @Test
    void fileIsInTheFolderOfLogs() {
        set("log.file", "rabbit.log");
        assertEquals(Path.of("data/log/rabbit.log"), read().file().orElseThrow().path());
        set("log.dir", "/var/log/rabbitmq");
        set("log.file.rotation.size", "10MB");
        set("log.file.rotation.count", "3");
        set("log.file.rotation.compress", "true");
        set("log.file.level", "error");
        Look plain = new Look(Format.PLAINTEXT, TimeFormat.RFC3339_SPACE, LevelFormat.LC);
        assertEquals(
                new LogFile(Path.of("/var/log/rabbitmq/rabbit.log"), LogLevel.ERROR, plain, 10_000_000, 3, true),
                read().file().orElseThrow());
        set("log.file", "/tmp/other.log");
        assertEquals(Path.of("/tmp/other.log"), read().file().orElseThrow().path());
    }

    @Test
    void levelOfAnOutputIsTheDefaultUnlessThatIsSet() {
        set("log.console.level", "debug");
        assertEquals(LogLevel.DEBUG, read().level());
        set("log.file.level", "error");
        assertEquals(LogLevel.DEBUG, read().level());
        set("log.default.level", "warning");
        assertEquals(LogLevel.WARNING, read().level());
    }

    @Test
    void categoriesHaveLevels() {
        set("log.connection.level", "debug");
        set("log.channel.level", "none");
        assertEquals(Map.of("connection", LogLevel.DEBUG, "channel", LogLevel.NONE), read().categories());
    }

    @Test
    void whatRabbitMqLogsOtherwiseIsIgnored() {
        set("log.exchange", "true");
        set("log.syslog.ip", "10.0.0.1");
        set("log.mirroring.level", "debug");
        set("log.file.rotation.date", "$D0");
        set("log.console.formatter.single_line", "on");
        assertEquals(
                List.of("log.console.formatter.single_line", "log.exchange", "log.file.rotation.date", "log.mirroring.level",
                        "log.syslog.ip"),
                raw.ignored());
    }

    /** There is one place left that somebody may look at. */
    @ParameterizedTest
    @ValueSource(strings = {"log.syslog", "log.exchange", "log.journald"})
    void linesThatWouldBeLostGoToTheConsole(String output) {
        set("log.console", "false");
        set(output, "false");
        assertEquals(Optional.empty(), read().console(), "nobody wants to see any");
        assertEquals(List.of("settings of RabbitMQ that mean nothing here, ignored: " + output), raw.warnings());
        set(output, "true");
        assertTrue(read().console().isPresent());
        assertEquals(
                output + ": log lines go to the console or a file only, and to the console now although log.console is false",
                raw.warnings().getFirst());
        set("log.file", "x.log");
        assertEquals(Optional.empty(), read().console());
    }

    @Test
    void whatIsSetForAFileThatThereIsNotIsToldOf() {
        set("log.dir", "/var/log/rabbitmq");
        set("log.file.level", "debug");
        read();
        assertEquals(
                List.of("no file has log lines, for log.file names none; without effect: log.dir, log.file.level"), raw.warnings());
    }

    @Test
    void wrongKeysAndValuesAreToldOf() {
        refused("log.console.levle", "info",
                "test: unknown setting 'log.console.levle'; the nearest known one is 'log.console.level'");
        refused("log.console.formatter", "xml", "test: log.console.formatter: 'xml' is not one of plaintext, json");
        refused("log.console.formatter.time_format", "iso", "test: log.console.formatter.time_format: 'iso' is not one of"
                + " rfc3339_space, rfc3339_T, epoch_usecs, epoch_secs, lager_default");
    }

    private void set(String key, String value) {
        raw.set(key, value, "test");
    }

    private LogSettings read() {
        return SettingsReader.read(raw).node().log();
    }

    private void refused(String key, String value, String line) {
        ConfigException e = assertThrows(ConfigException.class, () -> set(key, value));
        assertEquals(line, e.getMessage());
    }
}
