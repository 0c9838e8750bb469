package dev.leveret.server.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that have proven right lately, so that a client that comes and goes does not cost a slow hash each time. Known are
 * HMACs under a key that is nowhere but in this object, and good for one stored hash: another password makes them
 * worthless. Bounded. From any thread.
 */
final class VerifiedLogins {

    private static final int COUNT_MAX = 10_000;
    private static final long GOOD_MILLIS = 600_000;
    private static final String NAME = "HmacSHA256";
    private static final int KEY_SIZE = 32;

    /** @param hash that the password was right for */
    private record Proof(PasswordHash hash, long untilMillis) {}

    private final LongSupplier clock;
    private final SecretKeySpec key;
    private final Map<ByteBuffer, Proof> proofs = new Latest<>(COUNT_MAX);

    /** @param clock milliseconds */
    VerifiedLogins(LongSupplier clock) {
        this.clock = clock;
        byte[] random = new byte[KEY_SIZE];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, NAME);
    }

    /** What stands for these credentials here. */
    ByteBuffer print(Credentials credentials) {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(key);
            byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, user.length));
            mac.update(user);
            return ByteBuffer.wrap(mac.doFinal(credentials.password()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without " + NAME, e);
        }
    }

    /** Whether they were right for this very hash, not long ago. */
    synchronized boolean has(ByteBuffer print, PasswordHash hash) {
        Proof proof = proofs.get(print);
        if (proof == null) {
            return false;
        }
        if (proof.hash() != hash || proof.untilMillis() < clock.getAsLong()) {
            proofs.remove(print);
            return false;
        }
        return true;
    }

    /** They were right. */
    synchronized void add(ByteBuffer print, PasswordHash hash) {
        proofs.put(print, new Proof(hash, clock.getAsLong() + GOOD_MILLIS));
    }

    /** How many are known. */
    synchronized int count() {
        return proofs.size();
    }
}
