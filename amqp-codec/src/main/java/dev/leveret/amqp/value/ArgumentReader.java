package dev.leveret.amqp.value;

import static dev.leveret.amqp.error.AmqpException.frameError;
import static dev.leveret.amqp.error.AmqpException.syntaxError;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.OctetText;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.AddressCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Reads the arguments of a method, or a content header's properties, where they lie in a buffer.
 *
 * <p>One per connection: {@link #reset} turns it to the next frame. It borrows the buffer, changes none
 * of its indexes and never reads past the end that it was given. Arguments that end too early or too late
 * are a 501 FRAME_ERROR in RabbitMQ's words; malformed field tables, where RabbitMQ drops the connection
 * without a word, are a 502 SYNTAX_ERROR.
 */
public final class ArgumentReader {

    private final AddressCache addresses;
    private final TableReader tables = new TableReader(this);
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int start;
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
        this.start = start;
        this.index = start;
        this.end = end;
        tables.reset();
    }

    /** Lets go of the buffer. */
    public void clear() {
        reset(Unpooled.EMPTY_BUFFER, 0, 0);
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - index;
    }

    /** 501 unless all has been read. */
    public void finish() {
        if (index != end) {
            throw cannotDecode();
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

    public void skip(int size) {
        take(size);
    }

    public void skipShort() {
        take(2);
    }

    public void skipShortString() {
        take(octet());
    }

    /** Up to 255 bytes of UTF-8; malformed ones are a 501, as in RabbitMQ. */
    public String shortString() {
        byte[] bytes = bytes(octet());
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!WireText.isWellFormed(text, bytes)) {
            throw frameError("Malformed UTF-8 in shortstr");
        }
        return text;
    }

    /** Up to 255 bytes of UTF-8, also when they are written again; malformed ones are replaced. */
    String lenientShortString() {
        return WireText.of(bytes(octet()));
    }

    /** The text of a long string; malformed UTF-8 is replaced. */
    public String longText() {
        int size = size();
        return buffer.toString(take(size), size, StandardCharsets.UTF_8);
    }

    /** The bytes of a long string. */
    public byte[] longString() {
        return bytes(size());
    }

    /** The bytes of a long string that are nobody's business. */
    public Opaque opaque() {
        return new Opaque(longString());
    }

    /**
     * An exchange and a routing key side by side; the same bytes give the same object. As in RabbitMQ,
     * these may be malformed UTF-8.
     */
    public Address address() {
        int from = index;
        take(octet());
        take(octet());
        return addresses.lookup(buffer, from, index - from);
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
            throw tooShort();
        }
        return (int) size;
    }

    private byte[] bytes(int size) {
        int from = take(size);
        byte[] bytes = new byte[size];
        buffer.getBytes(from, bytes);
        return bytes;
    }

    /** Moves on and returns where the taken bytes start. */
    private int take(int size) {
        int from = index;
        if (size > end - from) {
            throw tooShort();
        }
        index = from + size;
        return from;
    }

    int index() {
        return index;
    }

    private AmqpException tooShort() {
        return tables.isInside() ? syntaxError("field table ends too early") : cannotDecode();
    }

    private AmqpException cannotDecode() {
        return frameError("cannot decode %s", OctetText.of(buffer, start, end - start));
    }
}
