package dev.leveret.amqp.value;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.AddressCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Reads the arguments of a method, or a content header's properties, where they lie in a buffer.
 *
 * <p>One per connection: {@link #reset} turns it to the next frame. It borrows the buffer, changes none
 * of its indexes and never reads past the end that it was given: what ends too early, and a table that
 * contradicts itself, is a 502 SYNTAX_ERROR.
 */
public final class ArgumentReader {

    private final AddressCache addresses;
    private final TableReader tables = new TableReader(this);
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int index;
    private int end;

    public ArgumentReader(AddressCache addresses) {
        this.addresses = addresses;
    }

    /** A reader of its own for these bytes. */
    public static ArgumentReader of(byte[] bytes) {
        ArgumentReader reader = new ArgumentReader(new AddressCache());
        reader.reset(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        return reader;
    }

    /** Turns to the bytes of this buffer from the index {@code start} up to before {@code end}. */
    public void reset(ByteBuf buffer, int start, int end) {
        this.buffer = buffer;
        this.index = start;
        this.end = end;
    }

    /** Lets go of the buffer. */
    public void clear() {
        reset(Unpooled.EMPTY_BUFFER, 0, 0);
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - index;
    }

    /** Asserts that all has been read. */
    public void finish() {
        if (index != end) {
            throw syntaxError("%d octets behind the last argument", end - index);
        }
    }

    /** Unsigned. */
    public int octet() {
        return buffer.getUnsignedByte(take(1));
    }

    /** An octet that holds one bit; the others do not matter. */
    public boolean bit() {
        return (octet() & 1) != 0;
    }

    /** Unsigned. */
    public int shortInt() {
        return buffer.getUnsignedShort(take(2));
    }

    /** Unsigned. */
    public long longInt() {
        return buffer.getUnsignedInt(take(4));
    }

    /** All 64 bits as they are. */
    public long longLong() {
        return buffer.getLong(take(8));
    }

    public void skipShort() {
        take(2);
    }

    public void skipShortString() {
        take(octet());
    }

    /** Up to 255 bytes of UTF-8; malformed ones are replaced. */
    public String shortString() {
        int size = octet();
        if (size == 0) {
            return "";
        }
        int start = take(size);
        return buffer.toString(start, size, StandardCharsets.UTF_8);
    }

    /** The text of a long string; malformed UTF-8 is replaced. */
    public String longText() {
        int size = size();
        int start = take(size);
        return buffer.toString(start, size, StandardCharsets.UTF_8);
    }

    /** The bytes of a long string. */
    public byte[] longString() {
        return bytes(size());
    }

    /** The bytes of a long string that are nobody's business. */
    public Opaque opaque() {
        return new Opaque(longString());
    }

    /** Exchange and routing key, or any two short strings side by side; the same bytes give the same object. */
    public Address address() {
        int start = index;
        take(octet());
        take(octet());
        return addresses.lookup(buffer, start, index - start);
    }

    /** A field table: its size in bytes, then its fields. */
    public FieldTable table() {
        return tables.table(size());
    }

    /** A field table without a size in front that takes all that is left: the response of AMQPLAIN. */
    public FieldTable bareTable() {
        return tables.table(remaining());
    }

    /** A size in front of a table, array or long string that fits into what is left. */
    int size() {
        long size = longInt();
        if (size > end - index) {
            throw syntaxError("length %d where %d octets are left", size, end - index);
        }
        return (int) size;
    }

    byte[] bytes(int size) {
        int start = take(size);
        byte[] bytes = new byte[size];
        buffer.getBytes(start, bytes);
        return bytes;
    }

    /** Moves on and returns where the taken bytes start. */
    private int take(int size) {
        int start = index;
        if (size > end - start) {
            throw syntaxError("arguments end %d octets too early", size - (end - start));
        }
        index = start + size;
        return start;
    }

    int index() {
        return index;
    }
}
