package dev.leveret.server.json;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.TableShape;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Field tables as JSON, as RabbitMQ has them in its files: every whole number is a 64-bit one, every text a long string. */
public final class JsonTables {

    /** Of the name of a field, which is a short string. */
    private static final int NAME_SIZE_MAX = 255;

    private JsonTables() {}

    /** What keeps this from being a field table, in AMQP's limits; empty if nothing does. */
    public static Optional<String> obstacle(JsonValue value) {
        return obstacle(value, 0);
    }

    private static Optional<String> obstacle(JsonValue value, int depth) {
        if (depth > TableShape.DEPTH_MAX) {
            return Optional.of("objects and lists nested more than " + TableShape.DEPTH_MAX + " deep");
        }
        return switch (value) {
            case JsonValue.Members members -> members.members().entrySet().stream()
                    .flatMap(member -> Stream.concat(
                            tooLong(member.getKey()).stream(), obstacle(member.getValue(), depth + 1).stream()))
                    .findFirst();
            case JsonValue.Elements elements -> elements.elements().stream()
                    .flatMap(element -> obstacle(element, depth + 1).stream())
                    .findFirst();
            default -> Optional.empty();
        };
    }

    private static Optional<String> tooLong(String name) {
        int size = name.getBytes(StandardCharsets.UTF_8).length;
        return size <= NAME_SIZE_MAX ? Optional.empty() : Optional.of("a name of " + size + " bytes, more than " + NAME_SIZE_MAX);
    }

    /** The members as fields. */
    public static FieldTable table(JsonValue.Members members) {
        FieldTable.Builder table = FieldTable.builder();
        members.members().forEach((name, value) -> table.put(name, field(value)));
        return table.build();
    }

    private static FieldValue field(JsonValue value) {
        return switch (value) {
            case JsonValue.Members members -> new FieldValue.Table(table(members));
            case JsonValue.Elements elements ->
                new FieldValue.Array(elements.elements().stream().map(JsonTables::field).toList());
            case JsonValue.Text text -> FieldValue.text(text.value());
            case JsonValue.Whole whole -> new FieldValue.Int64(whole.value());
            case JsonValue.Real real -> new FieldValue.Float64(real.value());
            case JsonValue.Bool bool -> new FieldValue.Bool(bool.value());
            case JsonValue.Null none -> new FieldValue.Void();
        };
    }

    /** The fields as members; of those that share a name the first. */
    public static JsonValue.Members json(FieldTable table) {
        JsonValue.Builder members = JsonValue.object();
        table.entries().forEach(entry -> members.put(entry.name(), json(table.get(entry.name()))));
        return members.build();
    }

    private static JsonValue json(FieldValue value) {
        if (value.integer().isPresent()) {
            return new JsonValue.Whole(value.integer().getAsLong());
        }
        return switch (value) {
            case FieldValue.Table table -> json(table.table());
            case FieldValue.Array array ->
                new JsonValue.Elements(array.values().stream().map(JsonTables::json).toList());
            case FieldValue.Bool bool -> new JsonValue.Bool(bool.value());
            case FieldValue.Float32 real -> new JsonValue.Real(real.value());
            case FieldValue.Float64 real -> new JsonValue.Real(real.value());
            case FieldValue.Decimal real ->
                new JsonValue.Real(BigDecimal.valueOf(Integer.toUnsignedLong(real.unscaled()), real.scale()).doubleValue());
            case FieldValue.Timestamp time -> new JsonValue.Whole(time.seconds());
            case FieldValue.Void none -> new JsonValue.Null();
            case FieldValue.Bytes bytes -> new JsonValue.Text(new String(bytes.bytes(), StandardCharsets.UTF_8));
            default -> new JsonValue.Text(ArgumentText.plain(value));
        };
    }
}
