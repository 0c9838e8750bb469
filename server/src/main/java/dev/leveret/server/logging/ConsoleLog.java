package dev.leveret.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.leveret.server.config.LogLevel;
import org.slf4j.LoggerFactory;

/**
 * Log lines go to the console, by a thread of their own: whoever does not read our output must not be able to stop an
 * event loop. If too many wait, the newest are dropped.
 *
 * <p>Set up in code, as looking for and reading an XML file would take a good part of the start.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    private static final int WAITING_MAX = 1024;

    /** Called by logback through {@link java.util.ServiceLoader}. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(new LineLayout());
        encoder.start();

        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();

        AsyncAppender apart = new AsyncAppender();
        apart.setContext(context);
        apart.setQueueSize(WAITING_MAX);
        apart.setDiscardingThreshold(0);
        apart.setNeverBlock(true);
        apart.addAppender(console);
        apart.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(apart);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Leaves out lines of less importance from now on. */
    public static void setLevel(LogLevel level) {
        context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO, NOTICE -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR, CRITICAL, ALERT, EMERGENCY -> Level.ERROR;
            case NONE -> Level.OFF;
        });
    }

    /** Writes what waits; nothing is logged after it. */
    public static void stop() {
        context().stop();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
