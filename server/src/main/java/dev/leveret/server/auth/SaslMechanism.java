package dev.leveret.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A way to log in. Source: RabbitMQ doc page "access-control", section on authentication mechanisms. */
public sealed interface SaslMechanism
        permits PlainMechanism, AmqPlainMechanism, ExternalMechanism, AnonymousMechanism {

    /** What a client's response comes to. */
    sealed interface Proof {

        /** A name and a password, which is still to be checked. */
        record Password(Credentials credentials) implements Proof {

            /** A user name is a short string at most, as everywhere in AMQP. */
            private static final int NAME_SIZE_MAX = 255;

            /** Names that are too long are nobody's, and nothing of them is kept. */
            static Proof of(byte[] name, byte[] password) {
                if (name.length > NAME_SIZE_MAX) {
                    Arrays.fill(password, (byte) 0);
                    return new Nothing("a user name of " + name.length + " bytes");
                }
                return new Password(new Credentials(new String(name, StandardCharsets.UTF_8), password));
            }
        }

        /** A name that is proven already. */
        record Name(String user) implements Proof {}

        /** @param reason for our log */
        record Nothing(String reason) implements Proof {}
    }

    /** The name in connection.start and start-ok. */
    String name();

    /** Whether such a client can use it. */
    default boolean isFor(PeerCertificate peer) {
        return true;
    }

    /**
     * What the client's response says.
     *
     * @throws dev.leveret.amqp.error.AmqpException 502 if it is not of the mechanism's form
     */
    Proof prove(byte[] response, PeerCertificate peer);
}
