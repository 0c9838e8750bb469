package dev.leveret.amqp.value;

import dev.leveret.amqp.message.Address;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
        value.put(this);
    }

    /** Each with its tag, and the size of all in front. */
    void putArray(List<FieldValue> values) {
        int start = startSized();
        for (FieldValue value : values) {
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
