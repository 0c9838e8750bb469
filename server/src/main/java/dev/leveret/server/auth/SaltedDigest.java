package dev.leveret.server.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Four bytes of salt and the digest of salt and password, as base64 (RabbitMQ's page "Credentials and Passwords"). */
final class SaltedDigest implements PasswordHash {

    private static final int SALT_SIZE = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hashing hashing;
    private final byte[] bytes;

    private SaltedDigest(Hashing hashing, byte[] bytes) {
        this.hashing = hashing;
        this.bytes = bytes;
    }

    static PasswordHash none() {
        return new SaltedDigest(Hashing.SHA_256, new byte[0]);
    }

    static PasswordHash of(Hashing hashing, byte[] password) {
        byte[] salt = new byte[SALT_SIZE];
        RANDOM.nextBytes(salt);
        return new SaltedDigest(hashing, salted(hashing, salt, password));
    }

    static PasswordHash read(Hashing hashing, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a password hash that is not base64", e);
        }
        if (bytes.length != 0 && bytes.length != SALT_SIZE + start(hashing).getDigestLength()) {
            throw new IllegalArgumentException("a password hash of " + bytes.length + " bytes, which " + hashing.word()
                    + " does not make");
        }
        return new SaltedDigest(hashing, bytes);
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] salt = Arrays.copyOf(bytes, SALT_SIZE);
        return MessageDigest.isEqual(salted(hashing, salt, password), bytes);
    }

    @Override
    public String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public Hashing hashing() {
        return hashing;
    }

    private static byte[] salted(Hashing hashing, byte[] salt, byte[] password) {
        MessageDigest digest = start(hashing);
        digest.update(salt);
        byte[] hash = digest.digest(password);
        byte[] salted = Arrays.copyOf(salt, salt.length + hash.length);
        System.arraycopy(hash, 0, salted, salt.length, hash.length);
        return salted;
    }

    private static MessageDigest start(Hashing hashing) {
        try {
            return MessageDigest.getInstance(hashing.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without " + hashing.digest(), e);
        }
    }
}
