package dev.leveret.server.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes of passwords, as they are made, kept and recognised. */
class PasswordHashTest {

    /** "password" with salt "salt", once, 32 bytes. Source: published vectors of PBKDF2 with HMAC-SHA-512. */
    private static final String VECTOR = "1:c2FsdA==:hn9wzxreAs/zdSWZo6U9xK80x6ZpgVrl1RNVThyM8lI=";

    @ParameterizedTest
    @EnumSource(Hashing.class)
    void everyHashRecognisesItsPasswordAfterItWasKeptAsText(Hashing hashing) {
        PasswordHash made = hashing.of(bytes("tür"));
        PasswordHash read = PasswordHash.read(made.text(), made.hashing().word());
        assertTrue(read.matches(bytes("tür")));
        assertFalse(read.matches(bytes("tur")));
        assertFalse(read.matches("tür".getBytes(ISO_8859_1)));
        assertEquals(made.text(), read.text());
        assertNotEquals(made.text(), hashing.of(bytes("tür")).text(), "each has salt of its own");
        assertEquals(hashing == Hashing.PBKDF2_SHA_512, read.isSlow());
    }

    @ParameterizedTest
    @EnumSource(Hashing.class)
    void emptyTextRecognisesNothing(Hashing hashing) {
        PasswordHash none = PasswordHash.read("", hashing.word());
        assertFalse(none.matches(new byte[0]));
        assertFalse(none.matches(bytes("x")));
        assertEquals("", none.text());
    }

    @Test
    void stretchedPasswordIsPbkdf2() {
        assertTrue(PasswordHash.read(VECTOR, Hashing.PBKDF2_SHA_512.word()).matches(bytes("password")));
    }

    @Test
    void stretchedPasswordNeedNotBeUtf8() {
        byte[] odd = {(byte) 0xff, 1, (byte) 0xc3};
        PasswordHash hash = StretchedPassword.of(odd);
        assertTrue(hash.matches(odd));
        assertFalse(hash.matches(new byte[] {(byte) 0xff, 1, (byte) 0xc4}));
    }

    @Test
    void newHashSaysHowOftenItWasStretched() {
        assertTrue(StretchedPassword.of(bytes("x")).text().startsWith(StretchedPassword.ITERATIONS + ":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0:c2FsdA==:hn9w", "1:c2FsdA==", "1::hn9w", "1:c2FsdA==:h", "999999999:c2FsdA==:hn9w", "-1:a:b"})
    void textThatIsNoStretchedPasswordIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.read(text, Hashing.PBKDF2_SHA_512.word()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void zeroBytesBehindAPasswordMakeItAnother() {
        for (Hashing hashing : Hashing.values()) {
            PasswordHash hash = hashing.of("pw".getBytes(UTF_8));
            assertFalse(hash.matches("pw\0".getBytes(UTF_8)), hashing.word());
            assertFalse(hash.matches("pw\0\0\0\0".getBytes(UTF_8)), hashing.word());
            PasswordHash zero = hashing.of("pw\0".getBytes(UTF_8));
            assertTrue(zero.matches("pw\0".getBytes(UTF_8)), hashing.word());
            assertFalse(zero.matches("pw".getBytes(UTF_8)), hashing.word());
        }
    }
}
