package dev.leveret.amqp.testing;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our values in the form that RabbitMQ's Java client reads them to. */
public final class ClientForm {

    private ClientForm() {}

    public static Map<String, Object> of(FieldTable table) {
        Map<String, Object> map = new HashMap<>();
        table.entries().forEach(entry -> map.put(entry.name(), of(entry.value())));
        return map;
    }

    private static Object of(FieldValue value) {
        return switch (value) {
            case FieldValue.Bool(boolean bool) -> bool;
            case FieldValue.Int8(byte number) -> number;
            case FieldValue.UInt8(int number) -> number;
            case FieldValue.Int16(short number) -> number;
            case FieldValue.UInt16(int number) -> number;
            case FieldValue.Int32(int number) -> number;
            case FieldValue.UInt32(long number) -> number;
            case FieldValue.Int64(long number) -> number;
            case FieldValue.Float32(float number) -> number;
            case FieldValue.Float64(double number) -> number;
            case FieldValue.Decimal decimal -> decimal.number();
            case FieldValue.LongString(byte[] bytes) -> LongStringHelper.asLongString(bytes);
            case FieldValue.Bytes(byte[] bytes) -> bytes;
            case FieldValue.Array(List<FieldValue> values) -> values.stream()
                    .<Object>map(ClientForm::of)
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            case FieldValue.Timestamp(long seconds) -> new Date(seconds * 1000);
            case FieldValue.Table(FieldTable table) -> of(table);
            case FieldValue.Void v -> null;
        };
    }

    public static AMQP.BasicProperties of(BasicProperties properties) {
        return new AMQP.BasicProperties.Builder()
                .contentType(properties.contentType())
                .contentEncoding(properties.contentEncoding())
                .headers(properties.headers() == null ? null : of(properties.headers()))
                .deliveryMode(properties.deliveryMode())
                .priority(properties.priority())
                .correlationId(properties.correlationId())
                .replyTo(properties.replyTo())
                .expiration(properties.expiration())
                .messageId(properties.messageId())
                .timestamp(properties.timestamp() == null ? null : new Date(properties.timestamp() * 1000))
                .type(properties.type())
                .userId(properties.userId())
                .appId(properties.appId())
                .clusterId(properties.clusterId())
                .build();
    }

    /** The same value with byte arrays in it as buffers, so that {@code equals} looks at their content. */
    public static Object comparable(Object value) {
        return switch (value) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new HashMap<>();
                map.forEach((name, item) -> copy.put(name, comparable(item)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(comparable(item)));
                yield copy;
            }
            case null -> "nothing";
            default -> value;
        };
    }
}
