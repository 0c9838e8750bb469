package dev.leveret.amqp.message;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

import dev.leveret.amqp.value.PropertyFlags;
import dev.leveret.amqp.value.TableShape;

/**
 * What walking once over the raw properties of a content tells, without decoding them: that they are
 * well-formed (§4.2.6), and the few values that the broker needs of every message.
 *
 * @param flags the property flags
 * @param deliveryMode 0 if there is none
 * @param priority 0 if there is none
 */
record HeaderShape(int flags, int deliveryMode, int priority) {

    private static final int FIRST = PropertyFlags.CONTENT_TYPE;
    private static final int LAST = PropertyFlags.CLUSTER_ID;

    /** @throws dev.leveret.amqp.error.AmqpException 502 if the bytes are not a property list and nothing else */
    static HeaderShape of(byte[] raw) {
        if (raw.length < 2) {
            throw syntaxError("content header without property flags");
        }
        int flags = (raw[0] & 0xff) << 8 | raw[1] & 0xff;
        PropertyFlags.check(flags);
        int deliveryMode = 0;
        int priority = 0;
        int index = 2;
        for (int flag = FIRST; flag >= LAST; flag >>= 1) {
            if ((flags & flag) == 0) {
                continue;
            }
            int start = index;
            index = end(raw, start, flag);
            if (flag == PropertyFlags.DELIVERY_MODE) {
                deliveryMode = raw[start] & 0xff;
            } else if (flag == PropertyFlags.PRIORITY) {
                priority = raw[start] & 0xff;
            }
        }
        if (index != raw.length) {
            throw syntaxError("%d octets behind the last property", raw.length - index);
        }
        return new HeaderShape(flags, deliveryMode, priority);
    }

    /** Where this property starts in well-formed bytes, or would start. */
    static int start(byte[] raw, int flags, int wanted) {
        int index = 2;
        for (int flag = FIRST; flag > wanted; flag >>= 1) {
            if ((flags & flag) != 0) {
                index = end(raw, index, flag);
            }
        }
        return index;
    }

    /** Where the property that starts there ends. */
    static int end(byte[] raw, int start, int flag) {
        int end = switch (flag) {
            case PropertyFlags.HEADERS -> TableShape.end(raw, start);
            case PropertyFlags.DELIVERY_MODE, PropertyFlags.PRIORITY -> start + 1;
            case PropertyFlags.TIMESTAMP -> start + Long.BYTES;
            default -> start < raw.length ? start + 1 + (raw[start] & 0xff) : raw.length + 1;
        };
        if (end > raw.length) {
            throw syntaxError("content header ends %d octets too early", end - raw.length);
        }
        return end;
    }
}
