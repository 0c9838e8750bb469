package dev.leveret.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate by the host that the client has named (server name indication, RFC 6066 section 3). Done here,
 * the handshake need not be read twice, and there is nothing to collect of a client that has not proven itself.
 */
final class NamedKeys extends X509ExtendedKeyManager {

    /** The alias of the entry for everybody else; no host has this name. */
    private static final String DEFAULT = "";

    private final KeyEntry fallback;
    private final Map<String, KeyEntry> byHost;

    /** @param byHost in small letters; {@code *.example.com} stands for all names of one label more */
    NamedKeys(KeyEntry fallback, Map<String, KeyEntry> byHost) {
        this.fallback = fallback;
        this.byHost = Map.copyOf(byHost);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String alias = alias(engine);
        String algorithm = entry(alias).key().getAlgorithm();
        return keyType.equals(algorithm) || keyType.equals("EdDSA") && algorithm.startsWith("Ed") ? alias : null;
    }

    private String alias(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return alias(host.getAsciiName());
                }
            }
        }
        return DEFAULT;
    }

    private String alias(String host) {
        String small = host.toLowerCase(Locale.ROOT);
        if (byHost.containsKey(small)) {
            return small;
        }
        String anyLabel = "*" + small.substring(Math.max(small.indexOf('.'), 0));
        return byHost.containsKey(anyLabel) ? anyLabel : DEFAULT;
    }

    private KeyEntry entry(String alias) {
        return byHost.getOrDefault(alias, fallback);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return entry(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return entry(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {DEFAULT};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new IllegalStateException("there are engines only");
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        throw new IllegalStateException("the broker is no client");
    }
}
