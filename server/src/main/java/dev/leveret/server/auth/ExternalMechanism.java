package dev.leveret.server.auth;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** The client is who its certificate says. Source: RFC 4422, RabbitMQ doc page "ssl", section on peer verification. */
record ExternalMechanism(CertificateName rule) implements SaslMechanism {

    @Override
    public String name() {
        return "EXTERNAL";
    }

    @Override
    public boolean isFor(PeerCertificate peer) {
        return peer.get().isPresent();
    }

    @Override
    public Proof prove(byte[] response, PeerCertificate peer) {
        Optional<X509Certificate> certificate = peer.get();
        if (certificate.isEmpty()) {
            return new Proof.Nothing("no peer certificate");
        }
        return rule.in(certificate.get())
                .<Proof>map(Proof.Name::new)
                .orElseGet(() -> new Proof.Nothing("no name found in the peer's certificate"));
    }
}
