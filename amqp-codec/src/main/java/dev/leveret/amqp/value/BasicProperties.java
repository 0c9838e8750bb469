package dev.leveret.amqp.value;

/**
 * The properties of a content of class basic (AMQP 0-9-1 §1.8.1). Each is null if it was not sent.
 *
 * @param deliveryMode 0 to 255; 2 is persistent
 * @param priority 0 to 255
 * @param timestamp seconds since 1970-01-01 UTC, unsigned
 * @param clusterId a leftover of older versions that is still relayed
 */
public record BasicProperties(
        String contentType,
        String contentEncoding,
        FieldTable headers,
        Integer deliveryMode,
        Integer priority,
        String correlationId,
        String replyTo,
        String expiration,
        String messageId,
        Long timestamp,
        String type,
        String userId,
        String appId,
        String clusterId) {

    public static final BasicProperties EMPTY = builder().build();

    /** @return a builder without properties */
    public static BasicPropertiesBuilder builder() {
        return new BasicPropertiesBuilder();
    }

    /** @return a builder that starts from these properties */
    public BasicPropertiesBuilder with() {
        return new BasicPropertiesBuilder()
                .contentType(contentType)
                .contentEncoding(contentEncoding)
                .headers(headers)
                .deliveryMode(deliveryMode)
                .priority(priority)
                .correlationId(correlationId)
                .replyTo(replyTo)
                .expiration(expiration)
                .messageId(messageId)
                .timestamp(timestamp)
                .type(type)
                .userId(userId)
                .appId(appId)
                .clusterId(clusterId);
    }

    /** Reads the property flags and the properties; malformed UTF-8 is replaced. */
    public static BasicProperties decode(ArgumentReader in) {
        int flags = in.shortInt();
        PropertyFlags.check(flags);
        return new BasicProperties(
                text(in, flags, PropertyFlags.CONTENT_TYPE),
                text(in, flags, PropertyFlags.CONTENT_ENCODING),
                (flags & PropertyFlags.HEADERS) != 0 ? in.table() : null,
                octet(in, flags, PropertyFlags.DELIVERY_MODE),
                octet(in, flags, PropertyFlags.PRIORITY),
                text(in, flags, PropertyFlags.CORRELATION_ID),
                text(in, flags, PropertyFlags.REPLY_TO),
                text(in, flags, PropertyFlags.EXPIRATION),
                text(in, flags, PropertyFlags.MESSAGE_ID),
                (flags & PropertyFlags.TIMESTAMP) != 0 ? (Long) in.longLong() : null,
                text(in, flags, PropertyFlags.TYPE),
                text(in, flags, PropertyFlags.USER_ID),
                text(in, flags, PropertyFlags.APP_ID),
                text(in, flags, PropertyFlags.CLUSTER_ID));
    }

    private static String text(ArgumentReader in, int flags, int flag) {
        return (flags & flag) != 0 ? in.lenientShortString() : null;
    }

    private static Integer octet(ArgumentReader in, int flags, int flag) {
        return (flags & flag) != 0 ? (Integer) in.octet() : null;
    }

    /** Writes the property flags and the properties. */
    public void encode(ArgumentWriter out) {
        out.putShort(flags());
        put(out, contentType);
        put(out, contentEncoding);
        if (headers != null) {
            out.putTable(headers);
        }
        put(out, deliveryMode);
        put(out, priority);
        put(out, correlationId);
        put(out, replyTo);
        put(out, expiration);
        put(out, messageId);
        if (timestamp != null) {
            out.putLongLong(timestamp);
        }
        put(out, type);
        put(out, userId);
        put(out, appId);
        put(out, clusterId);
    }

    private static void put(ArgumentWriter out, String text) {
        if (text != null) {
            out.putShortString(text);
        }
    }

    private static void put(ArgumentWriter out, Integer octet) {
        if (octet != null) {
            out.putOctet(octet);
        }
    }

    private int flags() {
        return flag(contentType, PropertyFlags.CONTENT_TYPE)
                | flag(contentEncoding, PropertyFlags.CONTENT_ENCODING)
                | flag(headers, PropertyFlags.HEADERS)
                | flag(deliveryMode, PropertyFlags.DELIVERY_MODE)
                | flag(priority, PropertyFlags.PRIORITY)
                | flag(correlationId, PropertyFlags.CORRELATION_ID)
                | flag(replyTo, PropertyFlags.REPLY_TO)
                | flag(expiration, PropertyFlags.EXPIRATION)
                | flag(messageId, PropertyFlags.MESSAGE_ID)
                | flag(timestamp, PropertyFlags.TIMESTAMP)
                | flag(type, PropertyFlags.TYPE)
                | flag(userId, PropertyFlags.USER_ID)
                | flag(appId, PropertyFlags.APP_ID)
                | flag(clusterId, PropertyFlags.CLUSTER_ID);
    }

    private static int flag(Object property, int flag) {
        return property != null ? flag : 0;
    }
}
