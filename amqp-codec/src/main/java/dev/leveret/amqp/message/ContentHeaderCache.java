package dev.leveret.amqp.message;

import io.netty.buffer.ByteBuf;

/**
 * Gives equal property lists of up to 128 bytes the same {@link ContentHeader}, so that a publisher with
 * constant properties costs no allocation and no parsing.
 *
 * <p>One per connection, used by its loop alone. Fixed in size, as {@link AddressCache} is.
 */
public final class ContentHeaderCache {

    private static final int SIZE = 64;
    private static final int CACHED_LENGTH_MAX = 128;
    private static final ContentHeader[] NONE = new ContentHeader[0];
    private static final ContentHeader EMPTY = ContentHeader.of(new byte[2]);

    private ContentHeader[] slots = NONE;
    private ContentHeader last = EMPTY;

    /**
     * The content header that is these bytes, from the property flags on. Reader and writer index do not
     * matter and stay.
     *
     * @throws dev.leveret.amqp.error.AmqpException 502 if they are malformed
     */
    public ContentHeader lookup(ByteBuf in, int start, int length) {
        if (WireBytes.equal(in, start, length, last.raw())) {
            return last;
        }
        ContentHeader found = length <= CACHED_LENGTH_MAX ? find(in, start, length) : read(in, start, length);
        last = found;
        return found;
    }

    private ContentHeader find(ByteBuf in, int start, int length) {
        if (slots.length == 0) {
            slots = new ContentHeader[SIZE];
        }
        int first = WireBytes.hash(in, start, length) & (SIZE - 1);
        ContentHeader candidate = slots[first];
        if (candidate != null && WireBytes.equal(in, start, length, candidate.raw())) {
            return candidate;
        }
        int second = first ^ 1;
        candidate = slots[second];
        if (candidate != null && WireBytes.equal(in, start, length, candidate.raw())) {
            return candidate;
        }
        ContentHeader made = read(in, start, length);
        slots[second] = slots[first];
        slots[first] = made;
        return made;
    }

    private static ContentHeader read(ByteBuf in, int start, int length) {
        return ContentHeader.of(WireBytes.copy(in, start, length));
    }
}
