package dev.leveret.server.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cipher suites by the names of IANA, which are the JDK's, or of OpenSSL, which are the same words in another form:
 * {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} is {@code ECDHE-RSA-AES128-GCM-SHA256}.
 */
public final class CipherNames {

    private CipherNames() {}

    /**
     * In IANA's words.
     *
     * @param there all that can be used
     * @throws IOException in one line, if one of the wanted ones is none of these
     */
    static List<String> iana(List<String> wanted, List<String> there) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : wanted) {
            found.add(there.stream()
                    .filter(suite -> suite.equals(name) || openSsl(suite).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("ssl_options.ciphers: '" + name + "' is no cipher that is there")));
        }
        return found;
    }

    /** The name in OpenSSL; those of TLS 1.3 are the same. */
    public static String openSsl(String suite) {
        int with = suite.indexOf("_WITH_");
        if (with < 0) {
            return suite;
        }
        String exchange = suite.substring("TLS_".length(), with).replace('_', '-');
        String cipher = suite.substring(with + "_WITH_".length())
                .replaceFirst("^AES_(\\d+)_CBC_", "AES$1-")
                .replaceFirst("^AES_(\\d+)_", "AES$1-")
                .replaceFirst("^CHACHA20_POLY1305_SHA256$", "CHACHA20-POLY1305")
                .replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }
}
