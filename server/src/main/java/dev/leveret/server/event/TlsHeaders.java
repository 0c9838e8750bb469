package dev.leveret.server.event;

import dev.leveret.amqp.value.FieldTable;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** How an event, or a list, tells of TLS. The words are Erlang's: {@code tlsv1.3}, {@code ecdhe_rsa}, {@code aes_256_gcm}. */
public final class TlsHeaders {

    private TlsHeaders() {}

    /** What was agreed on, and the client's certificate; empty texts where there is none. */
    public static FieldTable.Builder put(FieldTable.Builder out, Optional<SSLSession> tls) {
        String suite = tls.map(SSLSession::getCipherSuite).orElse("");
        out.put("ssl_protocol", tls.map(session -> session.getProtocol().toLowerCase(Locale.ROOT)).orElse(""))
                .put("ssl_key_exchange", exchange(suite))
                .put("ssl_cipher", cipher(suite))
                .put("ssl_hash", hash(suite));
        Optional<X509Certificate> certificate = tls.flatMap(TlsHeaders::certificate);
        return out.put("peer_cert_subject", certificate.map(it -> name(it.getSubjectX500Principal())).orElse(""))
                .put("peer_cert_issuer", certificate.map(it -> name(it.getIssuerX500Principal())).orElse(""))
                .put("peer_cert_validity", certificate.map(TlsHeaders::validity).orElse(""));
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253);
    }

    private static String validity(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant() + " - " + certificate.getNotAfter().toInstant();
    }

    /** {@code TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}; a suite of TLS 1.3 goes with any. */
    private static String exchange(String suite) {
        if (suite.isEmpty()) {
            return "";
        }
        int with = suite.indexOf("_WITH_");
        return with < 0 ? "any" : suite.substring("TLS_".length(), with).toLowerCase(Locale.ROOT);
    }

    private static String cipher(String suite) {
        String rest = suite.replaceFirst("^TLS_(.*_WITH_)?", "");
        return rest.substring(0, Math.max(rest.lastIndexOf('_'), 0)).toLowerCase(Locale.ROOT);
    }

    /** That of the messages' codes; ciphers that see to it themselves have none. */
    private static String hash(String suite) {
        if (suite.isEmpty()) {
            return "";
        }
        boolean isOwn = suite.contains("_GCM_") || suite.contains("_CCM") || suite.contains("_POLY1305_");
        return isOwn ? "aead" : suite.substring(suite.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
    }
}
