package dev.leveret.server.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Collects what is logged as an error, by us or by Netty's leak detector, in place of the console. */
final class ErrorLines implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final ListAppender<ILoggingEvent> list = new ListAppender<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

    ErrorLines() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.setLevel(Level.ERROR);
        root.addAppender(list);
        list.start();
    }

    /** All but the errors of clients, which are logged as such too. */
    List<String> seen() {
        return list.list.stream()
                .filter(event -> !event.getMessage().matches("(Error on AMQP|Channel error on) connection .*"))
                .map(ErrorLines::line).toList();
    }

    private static String line(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + " " + event.getThrowableProxy().getMessage();
    }

    @Override
    public void close() {
        root.detachAppender(list);
        others.forEach(root::addAppender);
        root.setLevel(level);
    }
}
