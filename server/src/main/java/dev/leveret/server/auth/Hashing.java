package dev.leveret.server.auth;

import java.util.Arrays;
import java.util.Optional;

/** A way to make password hashes. */
public enum Hashing {
    /** Our own, and the default: see docs/decisions/0013-passwords.md. RabbitMQ does not know it. */
    PBKDF2_SHA_512("leveret_password_hashing_pbkdf2_sha512", "") {
        @Override
        public PasswordHash of(byte[] password) {
            return StretchedPassword.of(password);
        }

        @Override
        PasswordHash read(String text) {
            return text.isEmpty() ? PasswordHash.NONE : StretchedPassword.read(text);
        }
    },
    SHA_256("rabbit_password_hashing_sha256", "SHA-256"),
    SHA_512("rabbit_password_hashing_sha512", "SHA-512"),
    /** Of RabbitMQ before 3.6. */
    MD5("rabbit_password_hashing_md5", "MD5");

    private final String word;
    private final String digest;

    Hashing(String word, String digest) {
        this.word = word;
        this.digest = digest;
    }

    /** The name in the store and in files of definitions. */
    public String word() {
        return word;
    }

    /** The JDK's name of its digest. */
    String digest() {
        return digest;
    }

    /** The hash of a password, with salt of its own. Not on an event loop: it may take long. */
    public PasswordHash of(byte[] password) {
        return SaltedDigest.of(this, password);
    }

    /** A hash that {@link PasswordHash#text} has given; throws IllegalArgumentException if it is none. */
    PasswordHash read(String text) {
        return SaltedDigest.read(this, text);
    }

    /** The one of that name. */
    public static Optional<Hashing> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
