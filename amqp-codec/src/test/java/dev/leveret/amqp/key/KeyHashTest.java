package dev.leveret.amqp.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** SipHash-2-4, with the secret and the data of its paper's example and of its reference vectors: bytes that count up. */
class KeyHashTest {

    private static final byte[] COUNTING = new byte[64];

    static {
        for (int i = 0; i < COUNTING.length; i++) {
            COUNTING[i] = (byte) i;
        }
    }

    private final KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void itIsWhatTheReferenceSays() {
        assertEquals(0x726fdb47dd0e0e31L, hash.of(new byte[0]));
        assertEquals(0x93f5f5799a932462L, hash.of(Arrays.copyOf(COUNTING, 8)));
        assertEquals(0xa129ca6149be45e5L, hash.of(Arrays.copyOf(COUNTING, 15)));
    }

    @Test
    void anotherSecretIsAnotherHash() {
        assertNotEquals(hash.of(COUNTING), new KeyHash(1, 2).of(COUNTING));
        assertNotEquals(hash.of(COUNTING), KeyHash.OF_PROCESS.of(COUNTING));
    }
}
