package dev.leveret.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.config.LogSettings;
import dev.leveret.server.config.LogSettings.Console;
import dev.leveret.server.config.LogSettings.Format;
import dev.leveret.server.config.LogSettings.LogFile;
import dev.leveret.server.config.LogSettings.Look;
import dev.leveret.server.config.LogSettings.Stream;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go. Each output has a thread of its own: whoever does not read our output must not be able to stop an event loop. If too
 * many wait, the newest are dropped.
 */
public final class LogOutputs {

    private static final int WAITING_MAX = 1024;
    private static final String NETTY = "io.netty";

    private LogOutputs() {}

    /**
     * Logs as these settings say, from now on.
     *
     * @throws IOException with a one-line message, if the file cannot be written
     */
    public static void apply(LogSettings settings) throws IOException {
        if (settings != LogSettings.DEFAULT) { // else that is how it is already
            root(context()).detachAndStopAllAppenders();
            apply(context(), settings);
        }
    }

    /** The same for a log that has no outputs yet. */
    static void apply(LoggerContext context, LogSettings settings) throws IOException {
        settings.console().ifPresent(console -> addConsole(context, console));
        if (settings.file().isPresent()) {
            LogFile file = settings.file().get();
            add(context, new LogFileOutput(file).open(context), file.level());
        }
        setLevels(context, settings);
    }

    /** Leaves out lines of less importance from now on, whatever they are about. */
    public static void setLevel(LogLevel level) {
        root(context()).setLevel(of(level));
    }

    /** Writes what waits; nothing is logged after it. */
    public static void stop() {
        context().stop();
    }

    private static void setLevels(LoggerContext context, LogSettings settings) {
        root(context).setLevel(of(settings.level()));
        // What Netty has to say below this is about itself, and much.
        context.getLogger(NETTY).setLevel(settings.level() == LogLevel.DEBUG ? Level.INFO : null);
        for (LogCategory category : LogCategory.values()) {
            LogLevel level = settings.categories().get(category.word());
            if (level != null) {
                category.loggers().forEach(name -> context.getLogger(name).setLevel(of(level)));
            }
        }
    }

    private static void addConsole(LoggerContext context, Console console) {
        ConsoleAppender<ILoggingEvent> output = new ConsoleAppender<>();
        output.setTarget(console.stream() == Stream.STDERR ? "System.err" : "System.out");
        start(context, output, console.look());
        add(context, output, console.level());
    }

    /** Starts an output whose lines look like this. */
    static void start(LoggerContext context, OutputStreamAppender<ILoggingEvent> output, Look look) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout(look));
        encoder.start();
        output.setContext(context);
        output.setEncoder(encoder);
        output.start();
    }

    private static Layout<ILoggingEvent> layout(Look look) {
        LineParts parts = new LineParts(look.time(), look.levels());
        return look.format() == Format.JSON ? new JsonLayout(parts) : new LineLayout(parts);
    }

    private static void add(LoggerContext context, Appender<ILoggingEvent> output, LogLevel least) {
        AsyncAppender apart = new AsyncAppender();
        apart.setContext(context);
        apart.setQueueSize(WAITING_MAX);
        apart.setDiscardingThreshold(0);
        apart.setNeverBlock(true);
        if (least != LogLevel.DEBUG) {
            ThresholdFilter filter = new ThresholdFilter();
            filter.setLevel(of(least).toString());
            filter.start();
            apart.addFilter(filter);
        }
        apart.addAppender(output);
        apart.start();
        root(context).addAppender(apart);
    }

    private static Level of(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case NOTICE, WARNING -> Level.WARN;
            case ERROR, CRITICAL, ALERT, EMERGENCY -> Level.ERROR;
            case NONE -> Level.OFF;
        };
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
