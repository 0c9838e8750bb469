package dev.leveret.server.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password put through PBKDF2 with HMAC-SHA-512 (RFC 8018): the number of iterations, the salt and the result, the last two
 * as base64, with colons between them. Each guess costs a thief of the hashes as much as each login costs us.
 */
final class StretchedPassword implements PasswordHash {

    /** See docs/decisions/0013-passwords.md. Hashes that were made with another number go on with theirs. */
    static final int ITERATIONS = 30_000;

    /** Somebody else's file must not keep a processor busy for minutes with one login. */
    private static final int ITERATIONS_MAX = 2_000_000;

    private static final String NAME = "PBKDF2WithHmacSHA512";
    private static final int SALT_SIZE = 16;
    private static final int RESULT_SIZE = 32;

    /** Where Unicode has characters without a meaning. */
    private static final int PRIVATE_USE = 0xe000;

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8}):([A-Za-z0-9+/=]{1,200}):([A-Za-z0-9+/=]{1,200})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int iterations;
    private final byte[] salt;
    private final byte[] result;

    private StretchedPassword(int iterations, byte[] salt, byte[] result) {
        this.iterations = iterations;
        this.salt = salt;
        this.result = result;
    }

    static PasswordHash of(byte[] password) {
        byte[] salt = new byte[SALT_SIZE];
        RANDOM.nextBytes(salt);
        return new StretchedPassword(ITERATIONS, salt, stretch(password, salt, ITERATIONS, RESULT_SIZE));
    }

    static PasswordHash read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a password hash that is not iterations:salt:hash");
        }
        int iterations = Integer.parseInt(parts.group(1));
        if (iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException("a password hash of more than " + ITERATIONS_MAX + " iterations");
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts.group(2));
            return new StretchedPassword(iterations, salt, Base64.getDecoder().decode(parts.group(3)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a password hash that is not base64", e);
        }
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(stretch(password, salt, iterations, result.length), result);
    }

    @Override
    public String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        return iterations + ":" + encoder.encodeToString(salt) + ":" + encoder.encodeToString(result);
    }

    @Override
    public Hashing hashing() {
        return Hashing.PBKDF2_SHA_512;
    }

    @Override
    public boolean isSlow() {
        return true;
    }

    private static byte[] stretch(byte[] password, byte[] salt, int iterations, int size) {
        char[] text = text(password);
        PBEKeySpec spec = new PBEKeySpec(text, salt, iterations, size * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(NAME).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without " + NAME, e);
        } finally {
            spec.clearPassword();
            Arrays.fill(text, '\0');
        }
    }

    /**
     * The JDK makes UTF-8 out of characters; of what is no UTF-8 each byte is a character that nobody has. So it is where there is a
     * zero byte: HMAC fills its key up with zeros, which makes one of "pw" and of "pw" with zeros behind it.
     */
    private static char[] text(byte[] password) {
        for (byte each : password) {
            if (each == 0) {
                return odd(password);
            }
        }
        try {
            return chars(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(password)));
        } catch (CharacterCodingException e) {
            return odd(password);
        }
    }

    private static char[] odd(byte[] password) {
        char[] odd = new char[password.length];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = (char) (PRIVATE_USE + (password[i] & 0xff));
        }
        return odd;
    }

    private static char[] chars(CharBuffer decoded) {
        char[] chars = new char[decoded.remaining()];
        decoded.get(chars);
        Arrays.fill(decoded.array(), '\0');
        return chars;
    }
}
