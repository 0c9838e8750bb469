package dev.leveret.server.control.admin;

import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.BasicPropertiesBuilder;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The properties of a message as the HTTP API writes them. */
final class MessageProperties {

    private static final int TEXT_SIZE_MAX = 255;
    private static final int OCTET_MAX = 255;

    private MessageProperties() {}

    /** Those that are not known are passed over, as there. */
    static BasicProperties read(JsonValue json) throws RequestException {
        if (!(json instanceof JsonValue.Members members)) {
            throw new RequestException("properties are a JSON object");
        }
        BasicPropertiesBuilder builder = BasicProperties.builder();
        builder.contentType(text(members, "content_type"));
        builder.contentEncoding(text(members, "content_encoding"));
        builder.headers(headers(members));
        builder.deliveryMode(octet(members, "delivery_mode"));
        builder.priority(octet(members, "priority"));
        builder.correlationId(text(members, "correlation_id"));
        builder.replyTo(text(members, "reply_to"));
        builder.expiration(text(members, "expiration"));
        builder.messageId(text(members, "message_id"));
        builder.timestamp(whole(members, "timestamp", Long.MAX_VALUE));
        builder.type(text(members, "type"));
        builder.userId(text(members, "user_id"));
        builder.appId(text(members, "app_id"));
        builder.clusterId(text(members, "cluster_id"));
        return builder.build();
    }

    private static String text(JsonValue.Members members, String name) throws RequestException {
        return switch (members.get(name)) {
            case null -> null;
            case JsonValue.Text text when text.value().getBytes(StandardCharsets.UTF_8).length <= TEXT_SIZE_MAX -> text.value();
            case JsonValue other -> throw new RequestException(
                    "property " + name + " is a text of at most " + TEXT_SIZE_MAX + " bytes");
        };
    }

    private static Integer octet(JsonValue.Members members, String name) throws RequestException {
        Long value = whole(members, name, OCTET_MAX);
        return value == null ? null : (Integer) value.intValue();
    }

    private static Long whole(JsonValue.Members members, String name, long max) throws RequestException {
        return switch (members.get(name)) {
            case null -> null;
            case JsonValue.Whole whole when whole.value() >= 0 && whole.value() <= max -> (Long) whole.value();
            case JsonValue other -> throw new RequestException("property " + name + " is a number from 0 to " + max);
        };
    }

    private static FieldTable headers(JsonValue.Members members) throws RequestException {
        if (members.get("headers") == null) {
            return null;
        }
        if (!(members.get("headers") instanceof JsonValue.Members headers)) {
            throw new RequestException("property headers is an object");
        }
        Optional<String> obstacle = JsonTables.obstacle(headers);
        if (obstacle.isPresent()) {
            throw new RequestException("headers have " + obstacle.get());
        }
        return JsonTables.table(headers);
    }

    /** Those that are there. */
    static JsonValue json(BasicProperties properties) {
        JsonValue.Builder object = JsonValue.object();
        put(object, "content_type", properties.contentType());
        put(object, "content_encoding", properties.contentEncoding());
        if (properties.headers() != null) {
            object.put("headers", JsonTables.json(properties.headers()));
        }
        put(object, "delivery_mode", properties.deliveryMode());
        put(object, "priority", properties.priority());
        put(object, "correlation_id", properties.correlationId());
        put(object, "reply_to", properties.replyTo());
        put(object, "expiration", properties.expiration());
        put(object, "message_id", properties.messageId());
        put(object, "timestamp", properties.timestamp());
        put(object, "type", properties.type());
        put(object, "user_id", properties.userId());
        put(object, "app_id", properties.appId());
        put(object, "cluster_id", properties.clusterId());
        return object.build();
    }

    private static void put(JsonValue.Builder object, String name, Object value) {
        switch (value) {
            case null -> {} // was not sent
            case Number number -> object.put(name, number.longValue());
            default -> object.put(name, value.toString());
        }
    }
}
