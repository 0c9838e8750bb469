package dev.leveret.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.leveret.server.auth.SaslMechanism.Proof;
import org.junit.jupiter.api.Test;

/** What is made of the bytes of somebody whom nobody knows yet. */
class SaslMechanismTest {

    private static Proof plain(String name, String password) {
        return new PlainMechanism().prove(("\0" + name + "\0" + password).getBytes(UTF_8), PeerCertificate.NONE);
    }

    @Test
    void longestNameIsTakenAsItIs() {
        Proof.Password proof = assertInstanceOf(Proof.Password.class, plain("n".repeat(255), "pw"));
        assertEquals("n".repeat(255), proof.credentials().user());
    }

    @Test
    void longerNameIsNobodysAndNothingOfItIsKept() {
        assertEquals(new Proof.Nothing("a user name of 8000 bytes"), plain("n".repeat(8_000), "pw"));
    }
}
