package dev.leveret.server.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which lines are logged, how they look and where they go.
 *
 * @param console if lines go there
 * @param file if lines go into one
 * @param level the least important lines of everything that has no level of its own
 * @param categories levels of RabbitMQ's categories by name: {@code connection}, {@code channel}, {@code queue}
 */
public record LogSettings(
        Optional<Console> console, Optional<LogFile> file, LogLevel level, Map<String, LogLevel> categories) {

    private static final Look PLAIN = new Look(Format.PLAINTEXT, TimeFormat.RFC3339_SPACE, LevelFormat.LC);

    /** What there is if nothing is set. */
    public static final LogSettings DEFAULT = new LogSettings(
            Optional.of(new Console(LogLevel.DEBUG, PLAIN, Stream.STDOUT)), Optional.empty(), LogLevel.INFO, Map.of());

    public LogSettings {
        categories = Map.copyOf(categories);
    }

    /**
     * The console.
     *
     * @param level the least important lines that go there
     */
    public record Console(LogLevel level, Look look, Stream stream) {}

    /**
     * A file.
     *
     * @param level the least important lines that go into it
     * @param bytesMax another file is begun above so many; 0: never
     * @param oldMax how many earlier files are kept
     * @param compressed whether these are compressed
     */
    public record LogFile(Path path, LogLevel level, Look look, long bytesMax, int oldMax, boolean compressed) {}

    /** What a line looks like. */
    public record Look(Format format, TimeFormat time, LevelFormat levels) {}

    /** Text for people, or a JSON object a line. */
    public enum Format {
        PLAINTEXT,
        JSON
    }

    /** The process's own. */
    public enum Stream {
        STDOUT,
        STDERR
    }

    /** Lower or upper case, of so many letters. */
    public enum LevelFormat {
        LC,
        UC,
        LC3,
        UC3,
        LC4,
        UC4
    }

    /** How times are written. */
    public enum TimeFormat {
        RFC3339_SPACE("rfc3339_space"),
        RFC3339_T("rfc3339_T"),
        EPOCH_USECS("epoch_usecs"),
        EPOCH_SECS("epoch_secs"),
        LAGER_DEFAULT("lager_default");

        private final String word;

        TimeFormat(String word) {
            this.word = word;
        }

        /** As in a setting. */
        public String word() {
            return word;
        }
    }
}
