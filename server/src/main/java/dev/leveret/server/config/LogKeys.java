package dev.leveret.server.config;

import dev.leveret.server.config.LogSettings.Console;
import dev.leveret.server.config.LogSettings.Format;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.LogFile;
import dev.leveret.server.config.LogSettings.Look;
import dev.leveret.server.config.LogSettings.TimeFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of the log. Source: RabbitMQ doc page "logging"; the schema of 3.10. */
final class LogKeys {

    private static final String NO_FILE = "false";

    static final Setting<Boolean> CONSOLE = Setting.bool("log.console", true, "whether log lines go to the console");
    static final Setting<LogLevel> CONSOLE_LEVEL =
            Setting.oneOf("log.console.level", LogLevel.INFO, "least level of the lines that go there");
    static final Setting<LogSettings.Stream> STREAM =
            Setting.oneOf("log.console.stdio", LogSettings.Stream.STDOUT, "which of the two");
    static final Setting<Format> CONSOLE_FORMAT =
            Setting.oneOf("log.console.formatter", Format.PLAINTEXT, "json: a JSON object a line");
    static final Setting<TimeFormat> CONSOLE_TIME = time("log.console.formatter.time_format");
    static final Setting<LevelFormat> CONSOLE_LEVEL_FORMAT =
            Setting.oneOf("log.console.formatter.level_format", LevelFormat.LC, "upper or lower case, 3 or 4 letters or all");

    static final Setting<String> FILE =
            Setting.text("log.file", NO_FILE, "a file that log lines go to, in log.dir; false: none");
    static final Setting<LogLevel> FILE_LEVEL =
            Setting.oneOf("log.file.level", LogLevel.INFO, "least level of the lines in it");
    static final Setting<Format> FILE_FORMAT = Setting.oneOf("log.file.formatter", Format.PLAINTEXT, "as for the console");
    static final Setting<TimeFormat> FILE_TIME = time("log.file.formatter.time_format");
    static final Setting<LevelFormat> FILE_LEVEL_FORMAT =
            Setting.oneOf("log.file.formatter.level_format", LevelFormat.LC, "as for the console");
    static final Setting<Long> FILE_SIZE = Setting.size("log.file.rotation.size", 0, Long.MAX_VALUE,
            "bytes after which another file is begun; 0: never");
    static final Setting<Integer> FILE_COUNT = Setting.integer("log.file.rotation.count", 10, 1, 1000,
            "how many earlier files are kept");
    static final Setting<Boolean> FILE_COMPRESS =
            Setting.bool("log.file.rotation.compress", false, "whether these are compressed");
    static final Setting<String> DIRECTORY =
            Setting.text("log.dir", "", "folder of the log file; log in the data folder if it is not set");

    static final Setting<LogLevel> LEVEL =
            Setting.oneOf("log.default.level", LogLevel.INFO, "least level of lines of all categories that have none");

    private static final List<Setting<LogLevel>> CATEGORIES = Stream.of("connection", "channel", "queue")
            .map(category -> Setting.oneOf("log." + category + ".level", LogLevel.INFO, "the same for " + category + "s"))
            .toList();

    static final List<Setting<?>> ALL = Stream.concat(Stream.<Setting<?>>of(
            CONSOLE, CONSOLE_LEVEL, STREAM, CONSOLE_FORMAT, CONSOLE_TIME, CONSOLE_LEVEL_FORMAT,
            FILE, DIRECTORY, FILE_LEVEL, FILE_FORMAT, FILE_TIME, FILE_LEVEL_FORMAT, FILE_SIZE, FILE_COUNT, FILE_COMPRESS,
            LEVEL), CATEGORIES.stream()).toList();

    /** Where RabbitMQ can send lines as well. */
    private static final List<String> FOREIGN_OUTPUTS = List.of("log.syslog", "log.exchange", "log.journald");

    private LogKeys() {}

    private static Setting<TimeFormat> time(String key) {
        String words = Arrays.stream(TimeFormat.values()).map(TimeFormat::word).collect(Collectors.joining(", "));
        return new Setting<>(key, TimeFormat.RFC3339_SPACE, "how times are written", "one of " + words, text ->
                Arrays.stream(TimeFormat.values()).filter(format -> format.word().equals(text)).findAny().orElse(null));
    }

    static LogSettings read(RawSettings raw) {
        if (ALL.stream().noneMatch(raw::has)) {
            return LogSettings.DEFAULT;
        }
        remarkOnFile(raw);
        Optional<Console> console = raw.get(CONSOLE) || isLostOtherwise(raw)
                ? Optional.of(new Console(
                        level(raw, CONSOLE_LEVEL),
                        new Look(raw.get(CONSOLE_FORMAT), raw.get(CONSOLE_TIME), raw.get(CONSOLE_LEVEL_FORMAT)),
                        raw.get(STREAM)))
                : Optional.empty();
        Map<String, LogLevel> categories = new HashMap<>();
        for (Setting<LogLevel> category : CATEGORIES) {
            if (raw.has(category)) {
                categories.put(category.key().split("\\.")[1], raw.get(category));
            }
        }
        return new LogSettings(console, file(raw), defaultLevel(raw), categories);
    }

    /** RabbitMQ has a file unless it is told otherwise. */
    private static void remarkOnFile(RawSettings raw) {
        List<String> keys = ALL.stream()
                .filter(raw::has)
                .map(Setting::key)
                .filter(key -> key.startsWith(FILE.key() + ".") || key.equals(DIRECTORY.key()))
                .toList();
        if (!keys.isEmpty() && !raw.has(FILE)) {
            raw.remark("no file has log lines, for " + FILE.key() + " names none; without effect: " + String.join(", ", keys));
        }
    }

    /** Who sends all lines to where they can't go from here, and nowhere else, would not even see the warning of that. */
    private static boolean isLostOtherwise(RawSettings raw) {
        List<String> wanted = FOREIGN_OUTPUTS.stream().filter(key -> raw.isIgnored(key, "true")).toList();
        if (wanted.isEmpty() || !raw.get(FILE).equals(NO_FILE)) {
            return false;
        }
        raw.remark(String.join(", ", wanted) + ": log lines go to the console or a file only, and to the console now although "
                + CONSOLE.key() + " is false");
        return true;
    }

    private static Optional<LogFile> file(RawSettings raw) {
        if (raw.get(FILE).equals(NO_FILE)) {
            return Optional.empty();
        }
        Path folder = raw.has(DIRECTORY) ? Path.of(raw.get(DIRECTORY)) : Path.of(raw.get(SettingKeys.DATA), "log");
        return Optional.of(new LogFile(
                folder.resolve(raw.get(FILE)),
                level(raw, FILE_LEVEL),
                new Look(raw.get(FILE_FORMAT), raw.get(FILE_TIME), raw.get(FILE_LEVEL_FORMAT)),
                raw.get(FILE_SIZE),
                raw.get(FILE_COUNT),
                raw.get(FILE_COMPRESS)));
    }

    /** An output without a level of its own gets all that there is. */
    private static LogLevel level(RawSettings raw, Setting<LogLevel> setting) {
        return raw.has(setting) ? raw.get(setting) : LogLevel.DEBUG;
    }

    /** Whoever wants debug lines on the console, and says no more, wants there to be some. */
    private static LogLevel defaultLevel(RawSettings raw) {
        return Stream.of(CONSOLE_LEVEL, FILE_LEVEL)
                .filter(setting -> raw.has(setting) && !raw.has(LEVEL))
                .map(raw::get)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> raw.get(LEVEL));
    }
}
