package dev.leveret.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.leveret.server.config.LogSettings;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The log before there are settings: lines for people, on the console.
 *
 * <p>Set up in code, as looking for and reading an XML file would take a good part of the start.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    /** Called by logback through {@link java.util.ServiceLoader}. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        try {
            LogOutputs.apply(context, LogSettings.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a file, and there is none
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
