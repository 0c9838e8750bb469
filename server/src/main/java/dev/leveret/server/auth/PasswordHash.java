package dev.leveret.server.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A password that can be recognised and not be read: four bytes of salt and the digest of salt and password, as base64
 * (RabbitMQ's page "Credentials and Passwords"). Immutable.
 */
public final class PasswordHash {

    /** How digests are made. */
    public enum Algorithm {
        SHA_256("rabbit_password_hashing_sha256", "SHA-256"),
        SHA_512("rabbit_password_hashing_sha512", "SHA-512"),
        /** Of RabbitMQ before 3.6. */
        MD5("rabbit_password_hashing_md5", "MD5");

        private final String word;
        private final String digest;

        Algorithm(String word, String digest) {
            this.word = word;
            this.digest = digest;
        }

        /** RabbitMQ's name for it. */
        public String word() {
            return word;
        }

        static Optional<Algorithm> named(String word) {
            return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
        }

        private MessageDigest start() {
            try {
                return MessageDigest.getInstance(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a JDK without " + digest, e);
            }
        }
    }

    /** Recognises no password. */
    public static final PasswordHash NONE = new PasswordHash(Algorithm.SHA_256, new byte[0]);

    private static final int SALT_SIZE = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Algorithm algorithm;
    private final byte[] bytes;

    private PasswordHash(Algorithm algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
    }

    /** The hash of a password, with salt of its own. */
    public static PasswordHash of(byte[] password) {
        byte[] salt = new byte[SALT_SIZE];
        RANDOM.nextBytes(salt);
        return new PasswordHash(Algorithm.SHA_256, salted(Algorithm.SHA_256, salt, password));
    }

    /**
     * A hash that somebody has made.
     *
     * @param text base64; empty: no password is the right one
     * @param algorithm its name in RabbitMQ
     * @throws IllegalArgumentException with one line, if it is none
     */
    public static PasswordHash read(String text, String algorithm) {
        Algorithm known = Algorithm.named(algorithm)
                .orElseThrow(() -> new IllegalArgumentException("unknown hashing algorithm '" + algorithm + "'"));
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a password hash that is not base64", e);
        }
        if (bytes.length != 0 && bytes.length != SALT_SIZE + known.start().getDigestLength()) {
            throw new IllegalArgumentException("a password hash of " + bytes.length + " bytes, which " + algorithm
                    + " does not make");
        }
        return new PasswordHash(known, bytes);
    }

    /** Whether this is the password. Takes the same time whether it is or not. */
    public boolean matches(byte[] password) {
        byte[] salt = Arrays.copyOf(bytes, SALT_SIZE);
        return MessageDigest.isEqual(salted(algorithm, salt, password), bytes);
    }

    /** As base64; empty if it recognises none. */
    public String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    private static byte[] salted(Algorithm algorithm, byte[] salt, byte[] password) {
        MessageDigest digest = algorithm.start();
        digest.update(salt);
        byte[] hash = digest.digest(password);
        byte[] salted = Arrays.copyOf(salt, salt.length + hash.length);
        System.arraycopy(hash, 0, salted, salt.length, hash.length);
        return salted;
    }
}
