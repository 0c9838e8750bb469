package dev.leveret.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Collects what is logged at info and above by a class or package, in place of the console. */
public final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Logger logger;

    /** @param name of the class or package */
    public LoggedLines(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        seen.add(event.getLevel() + " " + event.getFormattedMessage());
    }

    /** The next line, waited for; with {@code HERE} for the loopback address and any port. */
    public String next() throws InterruptedException {
        String line = seen.poll(10, TimeUnit.SECONDS);
        return line == null ? null : line.replaceAll("127\\.0\\.0\\.1:\\d+", "HERE");
    }

    /** What has been logged and not been asked for yet. */
    public List<String> rest() {
        List<String> rest = new ArrayList<>();
        seen.drainTo(rest);
        return rest;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null); // that of the root: none
    }
}
