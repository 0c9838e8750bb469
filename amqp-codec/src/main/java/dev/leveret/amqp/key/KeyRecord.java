package dev.leveret.amqp.key;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import java.nio.ByteBuffer;

/**
 * A key as the store keeps it: a message of a few bytes, so that it is written, checked and read as all others are. The body is a
 * version (1), when the key is forgotten in milliseconds since 1970 (8), and the key.
 */
public final class KeyRecord {

    /** When a key is never forgotten for its age. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final byte VERSION = 1;
    private static final int FIXED_SIZE = 1 + Long.BYTES;
    private static final Address NOWHERE = Address.of("", "");
    private static final ContentHeader PLAIN = ContentHeader.of(BasicProperties.EMPTY);

    private KeyRecord() {}

    /** The message that keeps a key which came at this time. */
    public static Message of(DeduplicationKey key, long arrivalMillis, long expiresAtMillis) {
        byte[] bytes = key.bytes();
        byte[] body = ByteBuffer.allocate(FIXED_SIZE + bytes.length)
                .put(VERSION)
                .putLong(expiresAtMillis)
                .put(bytes)
                .array();
        return Message.of(NOWHERE, PLAIN, body, arrivalMillis);
    }

    /**
     * The key that such a message keeps.
     *
     * @throws IllegalArgumentException if it keeps none, or in a way that is not known yet
     */
    public static DeduplicationKey key(Message record) {
        byte[] body = record.body();
        if (body.length <= FIXED_SIZE || body[0] != VERSION) {
            throw new IllegalArgumentException("a deduplication key in an unknown form");
        }
        byte[] bytes = new byte[body.length - FIXED_SIZE];
        System.arraycopy(body, FIXED_SIZE, bytes, 0, bytes.length);
        return DeduplicationKey.ofBytes(bytes);
    }

    /** When it is forgotten, in milliseconds since 1970. The record has a key. */
    public static long expiresAtMillis(Message record) {
        return ByteBuffer.wrap(record.body()).getLong(1);
    }
}
