package dev.leveret.server.auth;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a client has proven by TLS before it says anything. Asked by the connection's loop, after the TLS handshake. */
@FunctionalInterface
public interface PeerCertificate {

    /** Of a plain socket. */
    PeerCertificate NONE = Optional::empty;

    /** What both sides have agreed on; empty if the socket is plain. */
    Optional<SSLSession> session();

    /**
     * The client's certificate, which is signed by an authority that the settings trust; empty if it has shown none, or was
     * not asked.
     */
    default Optional<X509Certificate> get() {
        return session().flatMap(PeerCertificate::certificate);
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            Certificate first = session.getPeerCertificates()[0];
            return first instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
