package dev.leveret.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.util.Optional;

/**
 * Lines in the file that has the log's name at that time. When it has been moved away or deleted a new one is made, as RabbitMQ does; so
 * programs that rotate logs need not tell the broker.
 *
 * <p>That is looked at for each line: there are few, and they are written on a thread of their own.
 */
final class ReopenedFile extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final FileAppender<ILoggingEvent> output;
    private final NamedFile file;
    private Optional<Object> key;

    /** @param output which has opened the file */
    ReopenedFile(FileAppender<ILoggingEvent> output, NamedFile file) throws IOException {
        this.output = output;
        this.file = file;
        this.key = file.key();
        setContext(output.getContext());
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            if (!file.key().equals(key)) {
                reopen();
            }
        } catch (IOException e) {
            addError("the log file " + file.path() + " can't be made again, lines go where the old one is", e);
        }
        output.doAppend(event);
    }

    private void reopen() throws IOException {
        file.make();
        // Order: if it is moved between these two, the next line sees that it has another key.
        Optional<Object> made = file.key();
        output.openFile(file.path().toString());
        key = made;
    }

    @Override
    public void stop() {
        super.stop();
        output.stop();
    }
}
