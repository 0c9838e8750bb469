package dev.leveret.amqp.message;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

import io.netty.buffer.ByteBuf;

/**
 * Gives equal wire bytes the same {@link Address}, so that a publisher's usual addresses cost neither an
 * allocation nor the decoding of text.
 *
 * <p>One per connection, used by its loop alone. Fixed in size, two places for each hash: a newcomer
 * takes the first, what was there moves to the second. So no choice of names makes it slow or big.
 */
public final class AddressCache {

    /** How many addresses it holds; a power of two. {@code hash & (SIZE - 1)} is an address's first place. */
    public static final int SIZE = 256;

    private static final Address EMPTY = Address.of("", "");
    private static final Address[] NONE = new Address[0];

    private Address[] slots = NONE; // made at the first use: most connections of some programs never publish
    private Address last = EMPTY;

    /**
     * Reads two short strings at the reader index and moves past them. 502 if they are not whole.
     */
    public Address lookup(ByteBuf in) {
        int start = in.readerIndex();
        int length = shortStringEnd(in, shortStringEnd(in, start)) - start;
        in.readerIndex(start + length);
        return lookup(in, start, length);
    }

    private static int shortStringEnd(ByteBuf in, int start) {
        if (start >= in.writerIndex() || in.getUnsignedByte(start) >= in.writerIndex() - start) {
            throw syntaxError("short string ends too early");
        }
        return start + 1 + in.getUnsignedByte(start);
    }

    /** The address whose two short strings, known to be whole, are these bytes. */
    public Address lookup(ByteBuf in, int start, int length) {
        if (last.isAt(in, start, length)) {
            return last;
        }
        Address found = find(in, start, length);
        last = found;
        return found;
    }

    private Address find(ByteBuf in, int start, int length) {
        if (slots.length == 0) {
            slots = new Address[SIZE];
        }
        int hash = WireBytes.hash(in, start, length);
        int first = hash & (SIZE - 1);
        Address candidate = slots[first];
        if (candidate != null && candidate.hash() == hash && candidate.isAt(in, start, length)) {
            return candidate;
        }
        int second = first ^ 1;
        candidate = slots[second];
        if (candidate != null && candidate.hash() == hash && candidate.isAt(in, start, length)) {
            return candidate;
        }
        slots[second] = slots[first];
        slots[first] = Address.read(in, start, length, hash);
        return slots[first];
    }
}
