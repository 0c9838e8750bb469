package dev.leveret.amqp.value;

import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of a long string that AMQP itself does not look into: SASL challenges and responses, secrets.
 * It never prints them.
 *
 * @param bytes the octets; not copied, so neither side may change them
 */
public record Opaque(byte[] bytes) {

    public Opaque {
        Objects.requireNonNull(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque opaque && Arrays.equals(bytes, opaque.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Opaque[" + bytes.length + " bytes]";
    }
}
