package dev.leveret.server.event;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.ArrayList;
import java.util.List;

/** What of a message stands in the headers of its copy. Source: RabbitMQ doc page "Firehose Tracer"; types as measured. */
final class TracedMessage {

    private TracedMessage() {}

    /** The routing key, and those in the headers CC and BCC. */
    static FieldValue.Array routingKeys(Message message) {
        List<FieldValue> keys = new ArrayList<>();
        keys.add(FieldValue.text(message.address().routingKey()));
        if (message.header().hasHeaders()) {
            FieldTable headers = message.header().headers();
            addKeys(headers.get("CC"), keys);
            addKeys(headers.get("BCC"), keys);
        }
        return new FieldValue.Array(keys);
    }

    private static void addKeys(FieldValue selected, List<FieldValue> keys) {
        if (selected instanceof FieldValue.Array array) {
            keys.addAll(array.values());
        }
    }

    /** Those that the message has. Numbers are signed 32-bit, or 64-bit where that is too little. */
    static FieldTable properties(BasicProperties properties) {
        FieldTable.Builder out = FieldTable.builder();
        put(out, "content_type", properties.contentType());
        put(out, "content_encoding", properties.contentEncoding());
        if (properties.headers() != null) {
            out.put("headers", properties.headers());
        }
        put(out, "delivery_mode", properties.deliveryMode());
        put(out, "priority", properties.priority());
        put(out, "correlation_id", properties.correlationId());
        put(out, "reply_to", properties.replyTo());
        put(out, "expiration", properties.expiration());
        put(out, "message_id", properties.messageId());
        put(out, "timestamp", properties.timestamp());
        put(out, "type", properties.type());
        put(out, "user_id", properties.userId());
        put(out, "app_id", properties.appId());
        put(out, "cluster_id", properties.clusterId());
        return out.build();
    }

    private static void put(FieldTable.Builder out, String name, String text) {
        if (text != null) {
            out.put(name, text);
        }
    }

    private static void put(FieldTable.Builder out, String name, Number number) {
        if (number != null) {
            long value = number.longValue();
            out.put(name, value == (int) value ? new FieldValue.Int32((int) value) : new FieldValue.Int64(value));
        }
    }
}
