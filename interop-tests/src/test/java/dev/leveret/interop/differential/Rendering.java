package dev.leveret.interop.differential;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.SpecMethod;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as text: with their types, tables in the order of their keys. */
final class Rendering {

    private Rendering() {}

    /** A message as it came. */
    static String message(Envelope envelope, BasicProperties properties, byte[] body) {
        return "#" + envelope.getDeliveryTag() + (envelope.isRedeliver() ? " redelivered" : "") + " from \""
                + envelope.getExchange() + "\" key \"" + envelope.getRoutingKey() + "\" " + content(properties, body);
    }

    /** Properties, those that are there, and a body. */
    static String content(BasicProperties properties, byte[] body) {
        return properties(properties) + "\"" + new String(body, StandardCharsets.UTF_8) + "\"";
    }

    private static String properties(BasicProperties properties) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("content-type", properties.getContentType());
        all.put("content-encoding", properties.getContentEncoding());
        all.put("delivery-mode", properties.getDeliveryMode());
        all.put("priority", properties.getPriority());
        all.put("correlation-id", properties.getCorrelationId());
        all.put("reply-to", properties.getReplyTo());
        all.put("expiration", properties.getExpiration());
        all.put("message-id", properties.getMessageId());
        all.put("timestamp", properties.getTimestamp());
        all.put("type", properties.getType());
        all.put("user-id", properties.getUserId());
        all.put("app-id", properties.getAppId());
        all.put("cluster-id", properties.getClusterId());
        all.put("headers", properties.getHeaders());
        return all.entrySet().stream()
                .filter(property -> property.getValue() != null)
                .map(property -> property.getKey() + "=" + value(property.getValue()) + " ")
                .collect(Collectors.joining());
    }

    /** A table; an empty one is no text. */
    static String arguments(Map<String, Object> arguments) {
        return arguments.isEmpty() ? "" : " " + value(arguments);
    }

    static String value(Object value) {
        return switch (value) {
            case null -> "void";
            case Map<?, ?> table -> table(table);
            case List<?> array -> array.stream().map(Rendering::value).collect(Collectors.joining(", ", "[", "]"));
            case LongString text -> "\"" + text + "\"";
            case String text -> "\"" + text + "\"";
            case byte[] bytes -> "binary " + HexFormat.of().formatHex(bytes);
            case Date date -> "time " + date.toInstant();
            case Long number -> number + "L";
            case Short number -> number + "s";
            case Byte number -> number + "b";
            case Double number -> number + "d";
            case Float number -> number + "f";
            default -> value.toString();
        };
    }

    /** The time of a death is another one in every run: it is only said that there is one. */
    private static String table(Map<?, ?> table) {
        Map<String, Object> sorted = new TreeMap<>();
        table.forEach((key, value) -> sorted.put(key.toString(), value));
        boolean death = sorted.containsKey("reason") && sorted.containsKey("queue");
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + (death && entry.getKey().equals("time") && entry.getValue() instanceof Date
                                ? "a time"
                                : value(entry.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A close: what it ends, code and text, and the method that it blames. */
    static String close(CloseReason reason) {
        return reason.scope().name().toLowerCase(Locale.ROOT) + " closed: " + reason.replyCode() + " \"" + reason.replyText() + "\" by "
                + SpecMethod.name(reason.classId(), reason.methodId());
    }
}
