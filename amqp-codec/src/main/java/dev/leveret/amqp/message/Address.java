package dev.leveret.amqp.message;

import dev.leveret.amqp.value.WireText;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a message was published to: an exchange and a routing key.
 *
 * <p>Immutable. It keeps both as the two short strings that travel in publish, deliver, return and get-ok,
 * so that passing a message on means copying these bytes, whether or not they are well-formed UTF-8. The
 * texts are made when they are asked for: a million messages in memory may have an address each, and the
 * router needs the texts once.
 */
public final class Address {

    private static final int SHORT_STRING_SIZE_MAX = 255;

    private final byte[] wire;
    private final int hash;

    private Address(byte[] wire, int hash) {
        this.wire = wire;
        this.hash = hash;
    }

    /** @throws IllegalArgumentException if one of them takes more than 255 bytes of UTF-8 */
    public static Address of(String exchange, String routingKey) {
        byte[] first = exchange.getBytes(StandardCharsets.UTF_8);
        byte[] second = routingKey.getBytes(StandardCharsets.UTF_8);
        if (first.length > SHORT_STRING_SIZE_MAX || second.length > SHORT_STRING_SIZE_MAX) {
            throw new IllegalArgumentException("exchange or routing key over 255 bytes");
        }
        byte[] wire = new byte[2 + first.length + second.length];
        wire[0] = (byte) first.length;
        System.arraycopy(first, 0, wire, 1, first.length);
        wire[1 + first.length] = (byte) second.length;
        System.arraycopy(second, 0, wire, 2 + first.length, second.length);
        return new Address(wire, WireBytes.hash(wire));
    }

    /**
     * The address that {@link #wire()} of an equal one gave.
     *
     * @throws IllegalArgumentException if these are not two short strings and nothing else
     */
    public static Address ofWire(byte[] wire) {
        if (wire.length < 2 || !holdsTwoShortStrings(wire)) {
            throw new IllegalArgumentException("not two short strings");
        }
        return new Address(wire, WireBytes.hash(wire));
    }

    private static boolean holdsTwoShortStrings(byte[] wire) {
        int second = 1 + (wire[0] & 0xff);
        return second < wire.length && second + 1 + (wire[second] & 0xff) == wire.length;
    }

    /** Two short strings of this length altogether, known to be whole. */
    static Address read(ByteBuf buffer, int start, int length, int hash) {
        return new Address(WireBytes.copy(buffer, start, length), hash);
    }

    /** As text, made anew; what is malformed UTF-8 is a question mark here. */
    public String exchange() {
        return WireText.of(wire, 1, exchangeEnd());
    }

    /** As text, made anew; what is malformed UTF-8 is a question mark here. */
    public String routingKey() {
        return WireText.of(wire, exchangeEnd() + 1, wire.length);
    }

    private int exchangeEnd() {
        return 1 + (wire[0] & 0xff);
    }

    /** Both short strings as they travel. Not a copy: nobody may change it. */
    public byte[] wire() {
        return wire;
    }

    /** A hash of the wire bytes, the index into a table parallel to an {@link AddressCache}. */
    public int hash() {
        return hash;
    }

    boolean isAt(ByteBuf buffer, int start, int length) {
        return WireBytes.equal(buffer, start, length, wire);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Address address && Arrays.equals(wire, address.wire);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "Address[" + exchange() + ", " + routingKey() + "]";
    }
}
