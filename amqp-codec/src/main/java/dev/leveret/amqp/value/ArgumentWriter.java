package dev.leveret.amqp.value;

import dev.leveret.amqp.message.Address;
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
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes arguments and properties at the end of a buffer that stays the caller's. */
public final class ArgumentWriter {

    private static final int SHORT_STRING_SIZE_MAX = 255;

    private final ByteBuf buffer;

    public ArgumentWriter(ByteBuf buffer) {
        this.buffer = buffer;
    }

    public void putOctet(int value) {
        buffer.writeByte(value);
    }

    public void putShort(int value) {
        buffer.writeShort(value);
    }

    /** The low 32 bits. */
    public void putLong(long value) {
        buffer.writeInt((int) value);
    }

    public void putLongLong(long value) {
        buffer.writeLong(value);
    }

    public void putBits(boolean bit0) {
        buffer.writeByte(bit(bit0));
    }

    public void putBits(boolean bit0, boolean bit1) {
        buffer.writeByte(bit(bit0) | bit(bit1) << 1);
    }

    public void putBits(boolean bit0, boolean bit1, boolean bit2) {
        buffer.writeByte(bit(bit0) | bit(bit1) << 1 | bit(bit2) << 2);
    }

    public void putBits(boolean bit0, boolean bit1, boolean bit2, boolean bit3) {
        buffer.writeByte(bit(bit0) | bit(bit1) << 1 | bit(bit2) << 2 | bit(bit3) << 3);
    }

    public void putBits(boolean bit0, boolean bit1, boolean bit2, boolean bit3, boolean bit4) {
        buffer.writeByte(bit(bit0) | bit(bit1) << 1 | bit(bit2) << 2 | bit(bit3) << 3 | bit(bit4) << 4);
    }

    private static int bit(boolean set) {
        return set ? 1 : 0;
    }

    /** As UTF-8. @throws IllegalArgumentException if it takes more than 255 bytes */
    public void putShortString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SHORT_STRING_SIZE_MAX) {
            throw new IllegalArgumentException(bytes.length + " bytes for a short string");
        }
        buffer.writeByte(bytes.length);
        buffer.writeBytes(bytes);
    }

    public void putLongString(String text) {
        putLongString(text.getBytes(StandardCharsets.UTF_8));
    }

    public void putLongString(byte[] bytes) {
        buffer.writeInt(bytes.length);
        buffer.writeBytes(bytes);
    }

    public void putOpaque(Opaque opaque) {
        putLongString(opaque.bytes());
    }

    public void putAddress(Address address) {
        buffer.writeBytes(address.wire());
    }

    /** With its size in front. */
    public void putTable(FieldTable table) {
        int start = startSized();
        putBareTable(table);
        endSized(start);
    }

    /** Without its size in front, as AMQPLAIN has it. */
    public void putBareTable(FieldTable table) {
        for (FieldTable.Entry entry : table.entries()) {
            putShortString(entry.name());
            putValue(entry.value());
        }
    }

    /** The tag, then the value. */
    public void putValue(FieldValue value) {
        buffer.writeByte(value.tag());
        switch (value) {
            case Bool(boolean bool) -> putBits(bool);
            case Int8(byte number) -> buffer.writeByte(number);
            case UInt8(int number) -> buffer.writeByte(number);
            case Int16(short number) -> buffer.writeShort(number);
            case UInt16(int number) -> buffer.writeShort(number);
            case Int32(int number) -> buffer.writeInt(number);
            case UInt32(long number) -> putLong(number);
            case Int64(long number) -> buffer.writeLong(number);
            case Float32(float number) -> buffer.writeFloat(number);
            case Float64(double number) -> buffer.writeDouble(number);
            case Decimal(int scale, int unscaled) -> buffer.writeByte(scale).writeInt(unscaled);
            case LongString(byte[] bytes) -> putLongString(bytes);
            case Bytes(byte[] bytes) -> putLongString(bytes);
            case Array array -> putArray(array);
            case Timestamp(long seconds) -> buffer.writeLong(seconds);
            case Table(FieldTable table) -> putTable(table);
            case Void v -> {} // the tag says it all
        }
    }

    private void putArray(Array array) {
        int start = startSized();
        for (FieldValue value : array.values()) {
            putValue(value);
        }
        endSized(start);
    }

    private int startSized() {
        int start = buffer.writerIndex();
        buffer.writeInt(0);
        return start;
    }

    private void endSized(int start) {
        buffer.setInt(start, buffer.writerIndex() - start - Integer.BYTES);
    }
}
