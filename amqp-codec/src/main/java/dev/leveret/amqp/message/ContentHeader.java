package dev.leveret.amqp.message;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.PropertyFlags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The properties of a content, as the publisher sent them: the property flags and the property list.
 *
 * <p>Immutable, and relayed byte for byte. That the bytes are well-formed is found out when the object is
 * made, without decoding them; the text and tables in them are decoded when first asked for.
 */
public final class ContentHeader {

    private static final int PERSISTENT = 2;

    private final byte[] raw;
    private final int flags;
    private final int deliveryMode;
    private final int priority;

    /** Each made when first asked for; immutable, so that threads may race to make it. */
    private BasicProperties properties;
    private FieldTable headers;

    private ContentHeader(byte[] raw, HeaderShape shape) {
        this.raw = raw;
        this.flags = shape.flags();
        this.deliveryMode = shape.deliveryMode();
        this.priority = shape.priority();
    }

    /**
     * @param raw from the property flags on; not copied, so nobody may change it
     * @throws dev.leveret.amqp.error.AmqpException 502 if it is malformed
     */
    public static ContentHeader of(byte[] raw) {
        return new ContentHeader(raw, HeaderShape.of(raw));
    }

    public static ContentHeader of(BasicProperties properties) {
        return of(written(properties::encode));
    }

    private static byte[] written(Consumer<ArgumentWriter> content) {
        ByteBuf buffer = Unpooled.buffer();
        content.accept(new ArgumentWriter(buffer));
        return Arrays.copyOf(buffer.array(), buffer.writerIndex());
    }

    /** From the property flags on. Not a copy: nobody may change it. */
    public byte[] raw() {
        return raw;
    }

    /** 0 to 255; 1 is transient, 2 persistent; 0 if none was sent. */
    public int deliveryMode() {
        return deliveryMode;
    }

    /** Delivery mode 2. */
    public boolean persistent() {
        return deliveryMode == PERSISTENT;
    }

    /** 0 to 255; 0 if none was sent. */
    public int priority() {
        return priority;
    }

    public boolean hasPriority() {
        return has(PropertyFlags.PRIORITY);
    }

    public boolean hasHeaders() {
        return has(PropertyFlags.HEADERS);
    }

    public boolean hasReplyTo() {
        return has(PropertyFlags.REPLY_TO);
    }

    public boolean hasExpiration() {
        return has(PropertyFlags.EXPIRATION);
    }

    /**
     * How many milliseconds the message lives, as the property says; {@link Long#MAX_VALUE} if it is not there or no number that
     * RabbitMQ takes for one. Read anew each time.
     */
    public long expirationMillis() {
        return hasExpiration() ? Expiration.millis(raw, HeaderShape.start(raw, flags, PropertyFlags.EXPIRATION)) : Long.MAX_VALUE;
    }

    public boolean hasUserId() {
        return has(PropertyFlags.USER_ID);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** All properties; decoded once. */
    public BasicProperties properties() {
        BasicProperties decoded = properties;
        if (decoded == null) {
            decoded = BasicProperties.decode(ArgumentReader.of(raw));
            properties = decoded;
        }
        return decoded;
    }

    /** The headers, an empty table if none were sent; decoded once. */
    public FieldTable headers() {
        FieldTable decoded = headers;
        if (decoded == null) {
            decoded = hasHeaders() ? decodeHeaders() : FieldTable.EMPTY;
            headers = decoded;
        }
        return decoded;
    }

    /** The value of one of the headers, null if there is none. Nothing that is decoded for it is kept. */
    public FieldValue header(String name) {
        FieldTable decoded = headers;
        if (decoded != null) {
            return decoded.get(name);
        }
        return hasHeaders() ? decodeHeaders().get(name) : null;
    }

    private FieldTable decodeHeaders() {
        int start = HeaderShape.start(raw, flags, PropertyFlags.HEADERS);
        ArgumentReader in = ArgumentReader.of(raw);
        in.skip(start);
        return in.table();
    }

    /**
     * The same properties with other headers; the bytes of the rest stay as they are.
     *
     * @throws dev.leveret.amqp.error.AmqpException 502 if the table is nested too deeply
     */
    public ContentHeader withHeaders(FieldTable headers) {
        return with(PropertyFlags.HEADERS, written(out -> out.putTable(headers)));
    }

    /** The same properties with another reply-to of at most 255 bytes; the bytes of the rest stay as they are. */
    public ContentHeader withReplyTo(String replyTo) {
        return with(PropertyFlags.REPLY_TO, written(out -> out.putShortString(replyTo)));
    }

    private ContentHeader with(int flag, byte[] property) {
        int start = HeaderShape.start(raw, flags, flag);
        int end = has(flag) ? HeaderShape.end(raw, start, flag) : start;
        byte[] changed = new byte[start + property.length + raw.length - end];
        System.arraycopy(raw, 0, changed, 0, start);
        System.arraycopy(property, 0, changed, start, property.length);
        System.arraycopy(raw, end, changed, start + property.length, raw.length - end);
        changed[0] |= (byte) (flag >>> 8);
        changed[1] |= (byte) flag;
        return of(changed);
    }

    /** The same bytes. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ContentHeader header && Arrays.equals(raw, header.raw);
    }

    @Override
    public int hashCode() {
        return WireBytes.hash(raw);
    }

    @Override
    public String toString() {
        return "ContentHeader[" + properties() + "]";
    }
}
