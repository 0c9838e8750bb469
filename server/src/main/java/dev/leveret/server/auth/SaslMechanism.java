package dev.leveret.server.auth;

/** A way to log in. Source: RabbitMQ doc page "access-control", section on authentication mechanisms. */
public sealed interface SaslMechanism
        permits PlainMechanism, AmqPlainMechanism, ExternalMechanism, AnonymousMechanism {

    /** What a client's response comes to. */
    sealed interface Proof {

        /** A name and a password, which is still to be checked. */
        record Password(Credentials credentials) implements Proof {}

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
