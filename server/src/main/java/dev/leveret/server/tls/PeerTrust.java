package dev.leveret.server.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/** Trusts whom the JDK trusts, if there are not too many certificates between: that it does not count. */
final class PeerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager jdk;
    private final Set<X500Principal> trusted;
    private final int depth;

    /** @param depth certificates between a client's and a trusted one, at most */
    PeerTrust(X509ExtendedTrustManager jdk, int depth) {
        this.jdk = jdk;
        this.trusted = Stream.of(jdk.getAcceptedIssuers())
                .map(X509Certificate::getSubjectX500Principal)
                .collect(Collectors.toUnmodifiableSet());
        this.depth = depth;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            jdk.checkClientTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw RefusedCertificate.of(chain, e);
        }
        int between = 0;
        while (between < chain.length && !trusted.contains(chain[between].getIssuerX500Principal())) {
            between++;
        }
        if (between > depth) {
            throw new CertificateException(between + " certificates are between the client's and a trusted one");
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new IllegalStateException("there are engines only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new IllegalStateException("there are engines only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new IllegalStateException("the broker is no client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw new IllegalStateException("the broker is no client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new IllegalStateException("the broker is no client");
    }
}
