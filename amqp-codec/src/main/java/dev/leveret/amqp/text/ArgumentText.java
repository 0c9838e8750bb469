package dev.leveret.amqp.text;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Argument values and their types in RabbitMQ's words; all of it measured on RabbitMQ 3.10. */
public final class ArgumentText {

    private ArgumentText() {}

    /** The name of a value's type, such as {@code longstr} or {@code signedint}. */
    public static String typeName(FieldValue value) {
        return switch (value) {
            case FieldValue.Bool b -> "bool";
            case FieldValue.Int8 b -> "byte";
            case FieldValue.UInt8 b -> "unsignedbyte";
            case FieldValue.Int16 s -> "short";
            case FieldValue.UInt16 u -> "unsignedshort";
            case FieldValue.Int32 i -> "signedint";
            case FieldValue.UInt32 i -> "unsignedint";
            case FieldValue.Int64 l -> "long";
            case FieldValue.Float32 f -> "float";
            case FieldValue.Float64 d -> "double";
            case FieldValue.Decimal d -> "decimal";
            case FieldValue.LongString s -> "longstr";
            case FieldValue.Bytes x -> "binary";
            case FieldValue.Array a -> "array";
            case FieldValue.Timestamp t -> "timestamp";
            case FieldValue.Table f -> "table";
            case FieldValue.Void v -> "void";
        };
    }

    /** The value as an Erlang term: {@code <<"text">>}, {@code 5}, {@code [{longstr,<<"a">>}]}. */
    public static String term(FieldValue value) {
        return switch (value) {
            case FieldValue.Bool b -> Boolean.toString(b.value());
            case FieldValue.Int8 b -> Integer.toString(b.value());
            case FieldValue.UInt8 b -> Integer.toString(b.value());
            case FieldValue.Int16 s -> Integer.toString(s.value());
            case FieldValue.UInt16 u -> Integer.toString(u.value());
            case FieldValue.Int32 i -> Integer.toString(i.value());
            case FieldValue.UInt32 i -> Long.toString(i.value());
            case FieldValue.Int64 l -> Long.toString(l.value());
            case FieldValue.Float32 f -> real(f.value());
            case FieldValue.Float64 d -> real(d.value());
            case FieldValue.Decimal d -> "{" + d.scale() + "," + Integer.toUnsignedString(d.unscaled()) + "}";
            case FieldValue.LongString s -> binary(s.bytes());
            case FieldValue.Bytes x -> binary(x.bytes());
            case FieldValue.Array a -> a.values().stream()
                    .map(element -> "{" + typeName(element) + "," + term(element) + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            case FieldValue.Timestamp t -> Long.toUnsignedString(t.seconds());
            case FieldValue.Table f -> f.table().entries().stream()
                    .map(ArgumentText::field)
                    .collect(Collectors.joining(",", "[", "]"));
            case FieldValue.Void v -> "undefined";
        };
    }

    /**
     * The text of the 406 for a declaration whose argument differs from the one in force.
     *
     * @param argument the name of the argument
     * @param resource what was declared, such as {@code exchange 'e' in vhost '/'}
     * @param received null if it was not sent
     * @param current null if there is none
     */
    public static String inequivalent(String argument, String resource, FieldValue received, FieldValue current) {
        boolean both = received != null && current != null;
        return "inequivalent arg '" + argument + "' for " + resource
                + ": received " + (both ? quoted(received) : typed(received))
                + " but current is " + (both ? quoted(current) : typed(current));
    }

    /** The same for a property that is no argument: its values in quotes. */
    public static String inequivalentProperty(String property, String resource, Object received, Object current) {
        return "inequivalent arg '" + property + "' for " + resource
                + ": received '" + received + "' but current is '" + current + "'";
    }

    private static String quoted(FieldValue value) {
        return value instanceof FieldValue.Void ? "none" : "'" + plain(value) + "'";
    }

    private static String typed(FieldValue value) {
        return value == null ? "none" : "the value '" + plain(value) + "' of type '" + typeName(value) + "'";
    }

    /** As {@link #term}, but text as it is, without quotes. */
    public static String plain(FieldValue value) {
        return switch (value) {
            case FieldValue.LongString string -> string.text();
            case FieldValue.Bytes bytes -> new String(bytes.bytes(), StandardCharsets.UTF_8);
            default -> term(value);
        };
    }

    /** A field of a table as an Erlang term: {@code {<<"name">>,signedint,5}}. */
    public static String field(FieldTable.Entry field) {
        return "{" + binary(field.name().getBytes(StandardCharsets.UTF_8))
                + "," + typeName(field.value())
                + "," + term(field.value()) + "}";
    }

    private static String real(double value) {
        return Double.toString(value).replace('E', 'e');
    }

    /** In Erlang's syntax for bytes: as text if all of it can be printed, else as numbers. */
    private static String binary(byte[] bytes) {
        StringBuilder text = new StringBuilder("<<\"");
        for (byte octet : bytes) {
            if (octet < ' ' || octet == 0x7f) {
                return numbers(bytes);
            }
            if (octet == '"' || octet == '\\') {
                text.append('\\');
            }
            text.append((char) octet);
        }
        return bytes.length == 0 ? "<<>>" : text.append("\">>").toString();
    }

    private static String numbers(byte[] bytes) {
        StringBuilder text = new StringBuilder("<<");
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 0 ? "" : ",").append(bytes[i] & 0xff);
        }
        return text.append(">>").toString();
    }
}
