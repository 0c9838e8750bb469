package dev.leveret.amqp.value;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

import dev.leveret.amqp.value.FieldTable.Entry;
import dev.leveret.amqp.value.FieldValue.Array;
import dev.leveret.amqp.value.FieldValue.Bool;
import dev.leveret.amqp.value.FieldValue.Bytes;
import dev.leveret.amqp.value.FieldValue.Decimal;
import dev.leveret.amqp.value.FieldValue.Float32;
import dev.leveret.amqp.value.FieldValue.Float64;
import dev.leveret.amqp.value.FieldValue.Int16;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.amqp.value.FieldValue.Int64;
import dev.leveret.amqp.value.FieldValue.Int8;
import dev.leveret.amqp.value.FieldValue.LongString;
import dev.leveret.amqp.value.FieldValue.Table;
import dev.leveret.amqp.value.FieldValue.Timestamp;
import dev.leveret.amqp.value.FieldValue.UInt16;
import dev.leveret.amqp.value.FieldValue.UInt32;
import dev.leveret.amqp.value.FieldValue.UInt8;
import dev.leveret.amqp.value.FieldValue.Void;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads field tables. What it allocates grows with the fields that it has read, never with a length that
 * was only announced.
 */
final class TableReader {

    /** A table in a table in a table ... to this depth; the outermost counts as the first. */
    static final int DEPTH_MAX = 64;

    private static final Void VOID = new Void();
    private static final Array EMPTY_ARRAY = new Array(List.of());
    private static final Bool TRUE = new Bool(true);
    private static final Bool FALSE = new Bool(false);

    private final ArgumentReader in;
    private int depth;

    TableReader(ArgumentReader in) {
        this.in = in;
    }

    void reset() {
        depth = 0;
    }

    /** Whether it failed, or is, in the middle of a table. */
    boolean isInside() {
        return depth > 0;
    }

    /** The table that fills the next {@code size} bytes. */
    FieldTable table(int size) {
        if (size == 0) {
            return FieldTable.EMPTY;
        }
        int end = enter(size);
        List<Entry> entries = new ArrayList<>(4);
        while (in.index() < end) {
            entries.add(new Entry(in.lenientShortString(), value()));
        }
        leave(end);
        return FieldTable.of(entries);
    }

    private Array array(int size) {
        if (size == 0) {
            return EMPTY_ARRAY;
        }
        int end = enter(size);
        List<FieldValue> values = new ArrayList<>(4);
        while (in.index() < end) {
            values.add(value());
        }
        leave(end);
        return new Array(values);
    }

    private int enter(int size) {
        if (++depth > DEPTH_MAX) {
            throw syntaxError("tables and arrays nested more than %d deep", DEPTH_MAX);
        }
        return in.index() + size;
    }

    private void leave(int end) {
        depth--;
        if (in.index() != end) {
            throw syntaxError("field past the end of its table or array");
        }
    }

    private FieldValue value() {
        int tag = in.octet();
        return switch (tag) {
            case 't' -> in.octet() != 0 ? TRUE : FALSE;
            case 'b' -> new Int8((byte) in.octet());
            case 'B' -> new UInt8(in.octet());
            case 's' -> new Int16((short) in.shortInt());
            case 'u' -> new UInt16(in.shortInt());
            case 'I' -> new Int32((int) in.longInt());
            case 'i' -> new UInt32(in.longInt());
            // Deviation: the specification's L is unsigned; RabbitMQ reads it as signed.
            case 'l', 'L' -> new Int64(in.longLong());
            case 'f' -> new Float32(Float.intBitsToFloat((int) in.longInt()));
            case 'd' -> new Float64(Double.longBitsToDouble(in.longLong()));
            case 'D' -> new Decimal(in.octet(), (int) in.longInt());
            case 'S' -> new LongString(in.longString());
            case 'x' -> new Bytes(in.longString());
            case 'A' -> array(in.size());
            case 'T' -> new Timestamp(in.longLong());
            case 'F' -> new Table(table(in.size()));
            case 'V' -> VOID;
            default -> throw syntaxError("unknown field type %d in a table", tag);
        };
    }
}
