package dev.leveret.server.auth;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** How the client of a connection has shown who it is below AMQP. */
@FunctionalInterface
public interface PeerIdentity {

    /** On a socket without TLS. */
    PeerIdentity NONE = Optional::empty;

    /** The certificate that the client has shown and that has been verified; nothing if there is none. */
    Optional<X509Certificate> certificate();
}
