package dev.leveret.routing.headers;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Equality of header values as RabbitMQ has it, which is that of Erlang's {@code ==} on what its parser
 * makes of them: numbers of all widths are compared as numbers, timestamps among them, exactly also between
 * integers and floats; long strings and binary data are both just bytes. Within arrays and tables the
 * types have to be the same too, and tables are ordered.
 */
final class HeaderValues {

    private HeaderValues() {}

    static boolean equal(FieldValue one, FieldValue other) {
        return switch (one) {
            case FieldValue.Bool bool -> bool.equals(other);
            case FieldValue.LongString string -> isBytes(string.bytes(), other);
            case FieldValue.Bytes bytes -> isBytes(bytes.bytes(), other);
            case FieldValue.Decimal decimal -> decimal.equals(other);
            case FieldValue.Array array -> isArray(array.values(), other);
            case FieldValue.Table table -> isTable(table.table(), other);
            case FieldValue.Void nothing -> nothing.equals(other);
            case FieldValue.Float32 single -> isFloat(single.value(), other);
            case FieldValue.Float64 real -> isFloat(real.value(), other);
            case FieldValue.Timestamp timestamp -> isInteger(timestamp.seconds(), other);
            case FieldValue.Int8 integer -> isInteger(integer.value(), other);
            case FieldValue.UInt8 integer -> isInteger(integer.value(), other);
            case FieldValue.Int16 integer -> isInteger(integer.value(), other);
            case FieldValue.UInt16 integer -> isInteger(integer.value(), other);
            case FieldValue.Int32 integer -> isInteger(integer.value(), other);
            case FieldValue.UInt32 integer -> isInteger(integer.value(), other);
            case FieldValue.Int64 integer -> isInteger(integer.value(), other);
        };
    }

    private static boolean isBytes(byte[] one, FieldValue other) {
        return other instanceof FieldValue.LongString string && Arrays.equals(one, string.bytes())
                || other instanceof FieldValue.Bytes bytes && Arrays.equals(one, bytes.bytes());
    }

    private static boolean isInteger(long one, FieldValue other) {
        if (other instanceof FieldValue.Float32 || other instanceof FieldValue.Float64) {
            return equal(other, new FieldValue.Int64(one));
        }
        OptionalLong integer = integer(other);
        return integer.isPresent() && integer.getAsLong() == one;
    }

    private static boolean isFloat(double one, FieldValue other) {
        if (other instanceof FieldValue.Float32 single) {
            return one == single.value();
        }
        if (other instanceof FieldValue.Float64 real) {
            return one == real.value();
        }
        OptionalLong integer = integer(other);
        return integer.isPresent()
                && Double.isFinite(one)
                && new BigDecimal(one).compareTo(BigDecimal.valueOf(integer.getAsLong())) == 0;
    }

    private static OptionalLong integer(FieldValue value) {
        return value instanceof FieldValue.Timestamp timestamp
                ? OptionalLong.of(timestamp.seconds())
                : value.integer();
    }

    private static boolean isArray(List<FieldValue> one, FieldValue other) {
        if (!(other instanceof FieldValue.Array array)) {
            return one.isEmpty() && isEmptyTable(other);
        }
        List<FieldValue> values = array.values();
        if (one.size() != values.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!sameTypeAndEqual(one.get(i), values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTable(FieldTable one, FieldValue other) {
        if (!(other instanceof FieldValue.Table table)) {
            return one.isEmpty() && other instanceof FieldValue.Array array && array.values().isEmpty();
        }
        List<FieldTable.Entry> fields = one.entries();
        List<FieldTable.Entry> others = table.table().entries();
        if (fields.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).name().equals(others.get(i).name())
                    || !sameTypeAndEqual(fields.get(i).value(), others.get(i).value())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmptyTable(FieldValue value) {
        return value instanceof FieldValue.Table table && table.table().isEmpty();
    }

    private static boolean sameTypeAndEqual(FieldValue one, FieldValue other) {
        return one.tag() == other.tag() && equal(one, other);
    }
}
