package dev.leveret.amqp.value;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

/**
 * The word in front of a property list: one bit for each property that follows, the first one highest
 * (AMQP 0-9-1 §4.2.6.1).
 */
public final class PropertyFlags {

    public static final int CONTENT_TYPE = 1 << 15;
    public static final int CONTENT_ENCODING = 1 << 14;
    public static final int HEADERS = 1 << 13;
    public static final int DELIVERY_MODE = 1 << 12;
    public static final int PRIORITY = 1 << 11;
    public static final int CORRELATION_ID = 1 << 10;
    public static final int REPLY_TO = 1 << 9;
    public static final int EXPIRATION = 1 << 8;
    public static final int MESSAGE_ID = 1 << 7;
    public static final int TIMESTAMP = 1 << 6;
    public static final int TYPE = 1 << 5;
    public static final int USER_ID = 1 << 4;
    public static final int APP_ID = 1 << 3;
    public static final int CLUSTER_ID = 1 << 2;

    /** Fourteen properties leave two bits: one for a property that does not exist, one for a second word. */
    private static final int UNKNOWN = 0b11;

    private PropertyFlags() {}

    /** Refuses flags of properties that class basic does not have. */
    public static void check(int flags) {
        if ((flags & UNKNOWN) != 0) {
            throw syntaxError("unknown property flags %d", flags & UNKNOWN);
        }
    }
}
