package dev.leveret.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.leveret.server.config.LogSettings.LogFile;
import dev.leveret.store.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Log lines in a file, and in {@code NAME.0}, {@code NAME.1} ... those before, as RabbitMQ names them. */
final class LogFileOutput {

    private final LogFile settings;

    LogFileOutput(LogFile settings) {
        this.settings = settings;
    }

    /** Opens it; logback itself would only say that it can't, and where nobody looks. */
    Appender<ILoggingEvent> open(LoggerContext context) throws IOException {
        Path path = settings.path().toAbsolutePath();
        try {
            Files.createDirectories(path.getParent(), OwnerOnly.folder());
        } catch (IOException e) {
            throw new IOException("the folder of the log file " + path + " can't be made: " + e.getMessage(), e);
        }
        if (Files.exists(path) ? !Files.isWritable(path) || Files.isDirectory(path) : !Files.isWritable(path.getParent())) {
            throw new IOException("the log file " + path + " can't be written");
        }
        NamedFile file = new NamedFile(path);
        file.make();
        FileAppender<ILoggingEvent> output = settings.bytesMax() == 0 ? new FileAppender<>() : rolling(context, file);
        output.setFile(path.toString());
        LogOutputs.start(context, output, settings.look());
        return new ReopenedFile(output, file);
    }

    private RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, NamedFile file) {
        RollingFileAppender<ILoggingEvent> output = new RollingFileAppender<>();
        output.setContext(context);
        output.setFile(file.path().toString());

        String ending = settings.compressed() ? ".gz" : "";
        FixedWindowRollingPolicy names = new OldFiles(file, Path.of(file.path() + ".0" + ending));
        names.setContext(context);
        names.setParent(output);
        names.setFileNamePattern(file.path() + ".%i" + ending);
        names.setMinIndex(0);
        names.setMaxIndex(settings.oldMax() - 1);
        names.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setCheckIncrement(Duration.buildByMilliseconds(0)); // each line: there are few
        size.setMaxFileSize(new FileSize(settings.bytesMax()));
        size.start();

        output.setRollingPolicy(names);
        output.setTriggeringPolicy(size);
        return output;
    }

    /** Those that are full, and the next one to be filled: no more open to others than the first. */
    private static final class OldFiles extends FixedWindowRollingPolicy {

        private final NamedFile file;
        private final Path newest;

        private OldFiles(NamedFile file, Path newest) {
            this.file = file;
            this.newest = newest;
        }

        @Override
        public void rollover() throws RolloverFailure {
            super.rollover();
            try {
                file.make();
                file.shareAccess(newest); // logback makes compressed files for everybody
            } catch (IOException e) {
                throw new RolloverFailure("the log file " + file.path() + " can't be begun anew", e);
            }
        }
    }
}
