package dev.leveret.amqp.key;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What tells a message from others: the value of its deduplication header. Numbers of all widths are one kind of value, and
 * so are text and binary data, as in Erlang. A long value is kept as its SHA-256, so that no key is big. Its hash is another one in each process,
 * so that no client can choose keys that have the same one.
 */
public final class DeduplicationKey {

    private static final int VERBATIM_SIZE_MAX = 32;

    private final byte[] bytes;
    private final int hash;

    private DeduplicationKey(char kind, byte[] value) {
        boolean verbatim = value.length <= VERBATIM_SIZE_MAX;
        byte[] kept = verbatim ? value : digest(value);
        this.bytes = Arrays.copyOf(kept, kept.length + 1);
        this.bytes[kept.length] = (byte) (verbatim ? kind : Character.toUpperCase(kind));
        this.hash = Long.hashCode(KeyHash.OF_PROCESS.of(bytes));
    }

    private DeduplicationKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Long.hashCode(KeyHash.OF_PROCESS.of(bytes));
    }

    /** The key that {@link #bytes()} of an equal one gave. */
    static DeduplicationKey ofBytes(byte[] bytes) {
        return new DeduplicationKey(bytes);
    }

    /** The key that a message has in this header; null if it has none. */
    public static DeduplicationKey in(Message message, String header) {
        ContentHeader properties = message.header();
        FieldValue value = properties.hasHeaders() ? properties.headers().get(header) : null;
        return value == null ? null : of(value);
    }

    /** The key that a header's value is. */
    public static DeduplicationKey of(FieldValue value) {
        return switch (value) {
            case FieldValue.LongString text -> new DeduplicationKey('s', text.bytes());
            case FieldValue.Bytes binary -> new DeduplicationKey('s', binary.bytes());
            case FieldValue.Timestamp time -> new DeduplicationKey('i', octets(time.seconds()));
            case FieldValue.Float32 real -> new DeduplicationKey('d', octets(Double.doubleToLongBits(real.value())));
            case FieldValue.Float64 real -> new DeduplicationKey('d', octets(Double.doubleToLongBits(real.value())));
            default -> value.integer().isPresent()
                    ? new DeduplicationKey('i', octets(value.integer().getAsLong()))
                    : new DeduplicationKey('t', term(value));
        };
    }

    private static byte[] term(FieldValue value) {
        return (ArgumentText.typeName(value) + ArgumentText.term(value)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] octets(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] digest(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Not a copy: nobody may change it. */
    byte[] bytes() {
        return bytes;
    }

    /** In bytes, at most 33. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeduplicationKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
