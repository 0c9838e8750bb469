package dev.leveret.server.config;

import java.util.List;
import java.util.Map;

/**
 * How connections are encrypted.
 *
 * @param keys what the broker shows to clients that name no host, or none of {@code keysByHost}
 * @param keysByHost for clients that name a host, in small letters; {@code *.example.com} stands for all names of one label
 *     more
 */
public record TlsSettings(KeyFiles keys, Map<String, KeyFiles> keysByHost, PeerCheck peers, Choice choice) {

    /**
     * A certificate with its chain, and its private key.
     *
     * @param certificate PEM, or PKCS#12 with the key in it if its name ends with {@code .p12} or {@code .pfx}; empty: not set
     * @param key PEM; empty with PKCS#12
     * @param password of the key, or of the PKCS#12 file; empty: none
     */
    public record KeyFiles(String certificate, String key, String password) {

        /** Without the password, which belongs in no log. */
        @Override
        public String toString() {
            return "KeyFiles[" + certificate + ", " + key + "]";
        }
    }

    /**
     * What is asked of clients.
     *
     * @param authorities PEM: whose certificates are trusted; empty: not set
     * @param verify whether clients are asked for a certificate; one that is not trusted is refused then
     * @param required whether a client without one is refused as well
     * @param depth certificates between a client's and a trusted one, at most
     */
    public record PeerCheck(String authorities, boolean verify, boolean required, int depth) {}

    /**
     * What is spoken.
     *
     * @param versions in the JDK's words; empty: all that are safe
     * @param ciphers names of IANA or OpenSSL, the best first; empty: those of the JDK
     * @param ownOrder whether the broker's order counts and not the client's
     * @param renegotiation whether a client of TLS 1.2 may start over
     */
    public record Choice(List<String> versions, List<String> ciphers, boolean ownOrder, boolean renegotiation) {

        public Choice {
            versions = List.copyOf(versions);
            ciphers = List.copyOf(ciphers);
        }
    }

    public TlsSettings {
        keysByHost = Map.copyOf(keysByHost);
    }
}
