package dev.leveret.server.tls;

import dev.leveret.server.config.TlsSettings;
import dev.leveret.server.config.TlsSettings.KeyFiles;
import dev.leveret.server.config.TlsSettings.PeerCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** What new connections are encrypted by, as the files were when it was made. Immutable. */
final class TlsContext {

    private final SSLContext context;
    private final SSLParameters parameters;
    private final Map<String, X509Certificate> own;
    private final List<X509Certificate> shown;

    private TlsContext(
            SSLContext context, SSLParameters parameters, Map<String, X509Certificate> own, List<X509Certificate> shown) {
        this.context = context;
        this.parameters = parameters;
        this.own = own;
        this.shown = List.copyOf(shown);
    }

    /**
     * Reads the files.
     *
     * @throws IOException in one line, if something in them cannot be used
     */
    static TlsContext read(TlsSettings settings) throws IOException {
        List<X509Certificate> authorities = settings.peers().authorities().isEmpty()
                ? List.of()
                : KeyEntry.certificates(Path.of(settings.peers().authorities()));
        Map<String, KeyEntry> byHost = new HashMap<>();
        Map<String, X509Certificate> own = new TreeMap<>();
        for (Map.Entry<String, KeyFiles> host : settings.keysByHost().entrySet()) {
            byHost.put(host.getKey(), KeyEntry.read(host.getValue()).completedBy(authorities));
            own.put(host.getValue().certificate(), byHost.get(host.getKey()).chain().getFirst());
        }
        KeyEntry usual = KeyEntry.read(settings.keys()).completedBy(authorities);
        own.put(settings.keys().certificate(), usual.chain().getFirst());
        NamedKeys keys = new NamedKeys(usual, byHost);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, trust(settings.peers(), authorities), null);
            return new TlsContext(context, parameters(settings, context), own, usual.chain());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /** Nobody is trusted if nobody is asked. */
    private static TrustManager[] trust(PeerCheck peers, List<X509Certificate> authorities)
            throws GeneralSecurityException {
        if (!peers.verify()) {
            return new TrustManager[0];
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate authority : authorities) {
            anchors.add(new TrustAnchor(authority, null));
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return new TrustManager[] {new PeerTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0], peers.depth())};
    }

    private static SSLParameters parameters(TlsSettings settings, SSLContext context) throws IOException {
        SSLParameters parameters = context.getDefaultSSLParameters();
        List<String> versions = settings.choice().versions();
        parameters.setProtocols(versions.isEmpty()
                ? new String[] {"TLSv1.3", "TLSv1.2"}
                : versions.toArray(String[]::new));
        if (!settings.choice().ciphers().isEmpty()) {
            List<String> there = List.of(context.getSupportedSSLParameters().getCipherSuites());
            parameters.setCipherSuites(CipherNames.iana(settings.choice().ciphers(), there).toArray(String[]::new));
        }
        parameters.setUseCipherSuitesOrder(settings.choice().ownOrder());
        if (settings.peers().verify()) {
            // Order: each of these takes the other back.
            parameters.setWantClientAuth(true);
            if (settings.peers().required()) {
                parameters.setNeedClientAuth(true);
            }
        }
        return parameters;
    }

    /** Whose date is over or has not come: a line each. Clients that look at it go away, others do not mind. */
    List<String> outOfDate(long nowMillis) {
        List<String> lines = new ArrayList<>();
        own.forEach((file, certificate) -> {
            if (certificate.getNotAfter().getTime() < nowMillis) {
                lines.add(file + ": the certificate is out of date since " + certificate.getNotAfter().toInstant()
                        + "; renew it, or clients that look at that can't connect");
            } else if (certificate.getNotBefore().getTime() > nowMillis) {
                lines.add(file + ": the certificate is not good before " + certificate.getNotBefore().toInstant()
                        + "; until then clients that look at that can't connect");
            }
        });
        return lines;
    }

    /** To who names no host. */
    List<X509Certificate> shown() {
        return shown;
    }

    /** For one connection. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
