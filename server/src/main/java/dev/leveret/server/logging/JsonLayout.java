package dev.leveret.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;

/**
 * An object a line, with RabbitMQ's members: time, level, msg, domain, pid. A stack trace is part of the message. Source: measured on
 * RabbitMQ 3.10.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {

    private final LineParts parts;

    JsonLayout(LineParts parts) {
        this.parts = parts;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder time = new StringBuilder();
        parts.time(time, event.getInstant());
        StringBuilder level = new StringBuilder();
        parts.level(level, event.getLevel());
        String message = event.getThrowableProxy() == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
        return JsonWriter.write(JsonValue.object()
                .put("time", time.toString())
                .put("level", level.toString())
                .put("msg", message)
                .put("domain", LogCategory.domain(event.getLoggerName()))
                .put("pid", "<" + event.getThreadName() + ">")
                .build()) + "\n";
    }
}
