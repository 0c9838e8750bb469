package dev.leveret.amqp.key;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldValue;
import java.util.OptionalLong;

/**
 * Which header of a message is its key, and how long a key is remembered (README of rabbitmq-message-deduplication; the argument
 * that names the header is LavinMQ's).
 *
 * @param header its name
 * @param ttlMillis how long a key is remembered, if the message does not say; {@link KeyRecord#NEVER}: its age does not count
 */
public record KeyRules(String header, long ttlMillis) {

    /** The argument that turns deduplication on. */
    public static final String DEDUPLICATION = "x-message-deduplication";

    /** The header that has the key, and the argument that names another one. */
    public static final String KEY = "x-deduplication-header";

    /** The argument that says how many keys are remembered. */
    public static final String SIZE = "x-cache-size";

    /** The argument that says for how many milliseconds, and the header of a message that says so for its key. */
    public static final String TTL = "x-cache-ttl";

    /** A message's key; null if it has none. */
    public DeduplicationKey keyOf(Message message) {
        return DeduplicationKey.in(message, header);
    }

    /**
     * When the key of a message is forgotten, in milliseconds since 1970. Time begins with its arrival, and its own time to live
     * comes before this one; one that is no integer counts as none.
     */
    public long expiresAtMillis(Message message) {
        FieldValue own = message.header().headers().get(TTL);
        OptionalLong number = own == null ? OptionalLong.empty() : own.integer();
        long ttl = number.orElse(ttlMillis);
        long arrival = message.arrivalMillis();
        // A time to live that ends the calendar never ends.
        return ttl > KeyRecord.NEVER - arrival ? KeyRecord.NEVER : arrival + ttl;
    }
}
