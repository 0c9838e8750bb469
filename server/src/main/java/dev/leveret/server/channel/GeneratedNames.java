package dev.leveret.server.channel;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that the server makes up: 22 characters, unique and not to be guessed, behind a prefix. From any thread. */
final class GeneratedNames {

    private static final int RANDOM_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private GeneratedNames() {}

    static String queue() {
        return "amq.gen-" + random();
    }

    static String consumerTag() {
        return "amq.ctag-" + random();
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }
}
