package dev.leveret.queue;

import dev.leveret.amqp.value.FieldValue;
import java.nio.charset.StandardCharsets;

/** How argument values and their types read in RabbitMQ's reply texts. */
final class ArgumentText {

    private ArgumentText() {}

    /** The name of the value's type. */
    static String typeOf(FieldValue value) {
        return switch (value) {
            case FieldValue.Bool b -> "bool";
            case FieldValue.Int8 i -> "byte";
            case FieldValue.UInt8 i -> "unsignedbyte";
            case FieldValue.Int16 i -> "short";
            case FieldValue.UInt16 i -> "unsignedshort";
            case FieldValue.Int32 i -> "signedint";
            case FieldValue.UInt32 i -> "unsignedint";
            case FieldValue.Int64 i -> "long";
            case FieldValue.Float32 f -> "float";
            case FieldValue.Float64 f -> "double";
            case FieldValue.Decimal d -> "decimal";
            case FieldValue.LongString s -> "longstr";
            case FieldValue.Bytes x -> "binary";
            case FieldValue.Array a -> "array";
            case FieldValue.Timestamp t -> "timestamp";
            case FieldValue.Table t -> "table";
            case FieldValue.Void v -> "void";
        };
    }

    /**
     * The value.
     *
     * <p>Deviation: RabbitMQ writes fractions, tables and arrays as Erlang terms; no known argument
     * takes one, so here they are merely readable.
     */
    static String of(FieldValue value) {
        return switch (value) {
            case FieldValue.Bool b -> String.valueOf(b.value());
            case FieldValue.Int8 i -> String.valueOf(i.value());
            case FieldValue.UInt8 i -> String.valueOf(i.value());
            case FieldValue.Int16 i -> String.valueOf(i.value());
            case FieldValue.UInt16 i -> String.valueOf(i.value());
            case FieldValue.Int32 i -> String.valueOf(i.value());
            case FieldValue.UInt32 i -> String.valueOf(i.value());
            case FieldValue.Int64 i -> String.valueOf(i.value());
            case FieldValue.Float32 f -> String.valueOf(f.value());
            case FieldValue.Float64 f -> String.valueOf(f.value());
            case FieldValue.Decimal d -> d.number().toString();
            case FieldValue.LongString s -> s.text();
            case FieldValue.Bytes x -> new String(x.bytes(), StandardCharsets.UTF_8);
            case FieldValue.Array a -> a.values().toString();
            case FieldValue.Timestamp t -> Long.toUnsignedString(t.seconds());
            case FieldValue.Table t -> t.table().toString();
            case FieldValue.Void v -> "undefined";
        };
    }
}
