package dev.leveret.server.auth;

import java.nio.charset.StandardCharsets;

/** Whoever comes is the user of the settings, as far as that one can log in from there. Source: RFC 4505, RabbitMQ 4. */
record AnonymousMechanism(String user, String pass) implements SaslMechanism {

    @Override
    public String name() {
        return "ANONYMOUS";
    }

    @Override
    public Proof prove(byte[] response, PeerCertificate peer) {
        return new Proof.Password(new Credentials(user, pass.getBytes(StandardCharsets.UTF_8)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AnonymousMechanism[user=" + user + "]";
    }
}
