package dev.leveret.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.config.LogSettings;
import dev.leveret.server.config.LogSettings.Console;
import dev.leveret.server.config.LogSettings.Format;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.Look;
import dev.leveret.server.config.LogSettings.Stream;
import dev.leveret.server.config.LogSettings.TimeFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * The log before there are settings: lines for people, on the console.
 *
 * <p>Set up in code, as looking for and reading an XML file would take a good part of the start.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    private static final Look PLAIN = new Look(Format.PLAINTEXT, TimeFormat.RFC3339_SPACE, LevelFormat.LC);

    /** What there is if nothing is set. */
    static final LogSettings DEFAULT = new LogSettings(
            Optional.of(new Console(LogLevel.DEBUG, PLAIN, Stream.STDOUT)), Optional.empty(), LogLevel.INFO, Map.of());

    /** Called by logback through {@link java.util.ServiceLoader}. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        try {
            LogOutputs.apply(context, DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a file, and there is none
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
