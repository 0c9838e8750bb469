package dev.leveret.amqp.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A value in a field table or array, with the type that it has on the wire.
 *
 * <p>The types and their tags are RabbitMQ's ("AMQP 0-9-1 errata", §3), which differ from the
 * specification's (§4.2.1): its signed 64-bit integer is {@code l}, and {@code L} is read as the same.
 */
public sealed interface FieldValue {

    /** The tag that is written in front of the value. */
    char tag();

    /** Writes the value, without the tag. */
    void put(ArgumentWriter out);

    /** The value as a signed 64-bit number if it is one of the integer types, timestamps not among them. */
    default OptionalLong integer() {
        return switch (this) {
            case Int8(byte value) -> OptionalLong.of(value);
            case UInt8(int value) -> OptionalLong.of(value);
            case Int16(short value) -> OptionalLong.of(value);
            case UInt16(int value) -> OptionalLong.of(value);
            case Int32(int value) -> OptionalLong.of(value);
            case UInt32(long value) -> OptionalLong.of(value);
            case Int64(long value) -> OptionalLong.of(value);
            case Bool b -> OptionalLong.empty();
            case Float32 f -> OptionalLong.empty();
            case Float64 d -> OptionalLong.empty();
            case Decimal d -> OptionalLong.empty();
            case LongString s -> OptionalLong.empty();
            case Bytes x -> OptionalLong.empty();
            case Array a -> OptionalLong.empty();
            case Timestamp t -> OptionalLong.empty();
            case Table t -> OptionalLong.empty();
            case Void v -> OptionalLong.empty();
        };
    }

    /** A long string of this text. */
    static LongString text(String text) {
        return new LongString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code t}. */
    record Bool(boolean value) implements FieldValue {
        @Override
        public char tag() {
            return 't';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putBits(value);
        }
    }

    /** {@code b}: -128 to 127. */
    record Int8(byte value) implements FieldValue {
        @Override
        public char tag() {
            return 'b';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putOctet(value);
        }
    }

    /** {@code B}: 0 to 255. */
    record UInt8(int value) implements FieldValue {
        public UInt8 {
            Objects.checkIndex(value, 1 << 8);
        }

        @Override
        public char tag() {
            return 'B';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putOctet(value);
        }
    }

    /** {@code s}: -32768 to 32767. */
    record Int16(short value) implements FieldValue {
        @Override
        public char tag() {
            return 's';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putShort(value);
        }
    }

    /** {@code u}: 0 to 65535. */
    record UInt16(int value) implements FieldValue {
        public UInt16 {
            Objects.checkIndex(value, 1 << 16);
        }

        @Override
        public char tag() {
            return 'u';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putShort(value);
        }
    }

    /** {@code I}. */
    record Int32(int value) implements FieldValue {
        @Override
        public char tag() {
            return 'I';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLong(value);
        }
    }

    /** {@code i}: 0 to 4294967295. */
    record UInt32(long value) implements FieldValue {
        public UInt32 {
            Objects.checkIndex(value, 1L << 32);
        }

        @Override
        public char tag() {
            return 'i';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLong(value);
        }
    }

    /** {@code l}; read from {@code L} too, which is never written. */
    record Int64(long value) implements FieldValue {
        @Override
        public char tag() {
            return 'l';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLongLong(value);
        }
    }

    /** {@code f}. Equality is that of the bits, except that all NaNs are equal. */
    record Float32(float value) implements FieldValue {
        @Override
        public char tag() {
            return 'f';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLong(Float.floatToRawIntBits(value));
        }
    }

    /** {@code d}. Equality is that of the bits, except that all NaNs are equal. */
    record Float64(double value) implements FieldValue {
        @Override
        public char tag() {
            return 'd';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLongLong(Double.doubleToRawLongBits(value));
        }
    }

    /**
     * {@code D}: a number with decimal places.
     *
     * @param scale how many of the digits stand behind the point, 0 to 255
     * @param unscaled the digits as a whole number; all 32 bits travel as they are
     */
    record Decimal(int scale, int unscaled) implements FieldValue {
        public Decimal {
            Objects.checkIndex(scale, 1 << 8);
        }

        /** The number, with its digits taken as signed, as RabbitMQ's clients do. */
        public BigDecimal number() {
            return new BigDecimal(BigInteger.valueOf(unscaled), scale);
        }

        @Override
        public char tag() {
            return 'D';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putOctet(scale);
            out.putLong(unscaled);
        }
    }

    /**
     * {@code S}: what clients use for text, though any bytes are allowed.
     *
     * @param bytes the octets; not copied, so nobody may change them
     */
    record LongString(byte[] bytes) implements FieldValue {
        public LongString {
            Objects.requireNonNull(bytes);
        }

        /** The bytes read as UTF-8, with malformed ones replaced. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public char tag() {
            return 'S';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLongString(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LongString string && Arrays.equals(bytes, string.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "LongString[" + text() + "]";
        }
    }

    /**
     * {@code x}: binary data.
     *
     * @param bytes the octets; not copied, so nobody may change them
     */
    record Bytes(byte[] bytes) implements FieldValue {
        public Bytes {
            Objects.requireNonNull(bytes);
        }

        @Override
        public char tag() {
            return 'x';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLongString(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes) + 1;
        }

        @Override
        public String toString() {
            return "Bytes" + Arrays.toString(bytes);
        }
    }

    /** {@code A}: values of any types, in order. */
    record Array(List<FieldValue> values) implements FieldValue {
        public Array {
            values = List.copyOf(values);
        }

        @Override
        public char tag() {
            return 'A';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putArray(values);
        }
    }

    /** {@code T}: seconds since 1970-01-01 UTC, unsigned. */
    record Timestamp(long seconds) implements FieldValue {
        @Override
        public char tag() {
            return 'T';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putLongLong(seconds);
        }
    }

    /** {@code F}: a table within the table. */
    record Table(FieldTable table) implements FieldValue {
        public Table {
            Objects.requireNonNull(table);
        }

        @Override
        public char tag() {
            return 'F';
        }

        @Override
        public void put(ArgumentWriter out) {
            out.putTable(table);
        }
    }

    /** {@code V}: no value. */
    record Void() implements FieldValue {
        @Override
        public char tag() {
            return 'V';
        }

        @Override
        public void put(ArgumentWriter out) {
            // The tag says it all.
        }
    }
}
