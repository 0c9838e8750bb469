package dev.leveret.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.Instant;

/** {@code 2026-11-23 18:32:01.123 INFO  the message}, then the stack trace if there is one. */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final ZoneId ZONE = ZoneId.systemDefault();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        time(line, event.getInstant());
        line.append(' ').append(event.getLevel());
        pad(line, 6 - event.getLevel().toString().length());
        line.append(event.getFormattedMessage()).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** By hand: a formatter from a pattern costs more to make than the rest of the start's log lines together. */
    private static void time(StringBuilder line, Instant instant) {
        ZonedDateTime time = instant.atZone(ZONE);
        line.append(time.getYear());
        digits(line.append('-'), time.getMonthValue(), 10);
        digits(line.append('-'), time.getDayOfMonth(), 10);
        digits(line.append(' '), time.getHour(), 10);
        digits(line.append(':'), time.getMinute(), 10);
        digits(line.append(':'), time.getSecond(), 10);
        digits(line.append('.'), time.getNano() / 1_000_000, 100);
    }

    private static void digits(StringBuilder line, int number, int first) {
        for (int unit = first; unit > 0; unit /= 10) {
            line.append((char) ('0' + number / unit % 10));
        }
    }

    private static void pad(StringBuilder line, int count) {
        for (int i = 0; i < count; i++) {
            line.append(' ');
        }
    }
}
