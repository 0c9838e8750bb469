package dev.leveret.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

/**
 * {@code 2026-11-23 18:32:01.123456+00:00 [info] <main> the message}, then the stack trace if there is one. RabbitMQ's form; where it names an
 * Erlang process there is the thread.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    /** Characters that some programs end a line at. */
    private static final char LINE_SEPARATOR = 0x2028;

    private static final char PARAGRAPH_SEPARATOR = 0x2029;

    private final LineParts parts;

    LineLayout(LineParts parts) {
        this.parts = parts;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        parts.time(line, event.getInstant());
        parts.level(line.append(" ["), event.getLevel());
        line.append("] <").append(event.getThreadName()).append("> ");
        oneLine(line, event.getFormattedMessage());
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** Names that clients choose are in messages; nobody can make lines of his own with them, or move a cursor. */
    private static void oneLine(StringBuilder line, String message) {
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR) {
                line.append(c == '\n' ? "\\n" : " ");
            } else {
                line.append(c);
            }
        }
    }
}
