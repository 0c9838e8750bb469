package dev.leveret.server.config;

import dev.leveret.server.config.TlsSettings.Choice;
import dev.leveret.server.config.TlsSettings.KeyFiles;
import dev.leveret.server.config.TlsSettings.PeerCheck;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the records of TLS out of keys and values. The files are looked into when the broker starts. */
final class TlsSettingsReader {

    private TlsSettingsReader() {}

    /** Where to listen for TLS. As in RabbitMQ, {@code none} goes before whatever is named. */
    static List<InetSocketAddress> addresses(RawSettings raw) {
        if (raw.get(TlsKeys.LISTENERS).equals("none")) {
            return List.of();
        }
        List<InetSocketAddress> addresses = SettingsReader.named(raw, TlsKeys.LISTENER);
        if (raw.has(TlsKeys.PORT)) {
            addresses.addFirst(SettingsReader.address(raw, TlsKeys.PORT.key(), raw.get(TlsKeys.PORT)));
        }
        if (!addresses.isEmpty() && !raw.has(TlsKeys.CERTIFICATE)) {
            throw new ConfigException("listeners.ssl needs " + TlsKeys.CERTIFICATE.key() + ", and "
                    + TlsKeys.KEY.key() + " unless it is PKCS#12");
        }
        return addresses;
    }

    static TlsSettings read(RawSettings raw) {
        KeyFiles keys = new KeyFiles(
                raw.get(TlsKeys.CERTIFICATE), raw.get(TlsKeys.KEY), raw.get(TlsKeys.PASSWORD));
        boolean verify = raw.get(TlsKeys.VERIFY) == TlsKeys.Verify.VERIFY_PEER;
        if (verify && !raw.has(TlsKeys.AUTHORITIES)) {
            throw raw.invalid(TlsKeys.VERIFY.key(), "possible without " + TlsKeys.AUTHORITIES.key());
        }
        if (!verify && raw.get(TlsKeys.REQUIRED) && !addresses(raw).isEmpty()) {
            raw.remark(TlsKeys.REQUIRED.key() + " has no effect without " + TlsKeys.VERIFY.key()
                    + " = verify_peer: nobody is asked for a certificate");
        }
        PeerCheck peers = new PeerCheck(
                raw.get(TlsKeys.AUTHORITIES), verify, raw.get(TlsKeys.REQUIRED), raw.get(TlsKeys.DEPTH));
        List<String> ciphers = new ArrayList<>();
        raw.forEach(TlsKeys.CIPHER, (number, cipher) -> ciphers.add(cipher));
        Choice choice = new Choice(versions(raw), ciphers, raw.get(TlsKeys.OWN_ORDER), raw.get(TlsKeys.RENEGOTIATION));
        return new TlsSettings(keys, hosts(raw), peers, choice);
    }

    /** In the JDK's words: {@code TLSv1.3}. */
    private static List<String> versions(RawSettings raw) {
        List<String> versions = new ArrayList<>();
        raw.forEach(TlsKeys.VERSION, (number, version) -> versions.add(version.replace("tlsv", "TLSv")));
        return versions;
    }

    private static Map<String, KeyFiles> hosts(RawSettings raw) {
        Map<String, KeyFiles> hosts = new HashMap<>();
        raw.forEach(TlsKeys.HOST, (name, value) -> {
            int dot = name.lastIndexOf('.');
            String host = name.substring(0, Math.max(dot, 0)).toLowerCase(Locale.ROOT);
            KeyFiles files = hosts.getOrDefault(host, new KeyFiles("", "", ""));
            hosts.put(host, switch (name.substring(dot + 1)) {
                case "certfile" -> new KeyFiles(value, files.key(), files.password());
                case "keyfile" -> new KeyFiles(files.certificate(), value, files.password());
                case "password" -> new KeyFiles(files.certificate(), files.key(), value);
                default -> throw new ConfigException(TlsKeys.HOST.key() + name + ": ends with none of"
                        + " .certfile, .keyfile and .password");
            });
        });
        hosts.forEach((host, files) -> {
            if (host.isEmpty() || files.certificate().isEmpty()) {
                throw new ConfigException(TlsKeys.HOST.key() + host + ": has no certfile");
            }
        });
        return hosts;
    }
}
