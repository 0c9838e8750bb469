package dev.leveret.server.config;

import java.util.List;

/** Keys of TLS. */
final class TlsKeys {

    static final Setting<String> PORT = Setting.address("listeners.ssl.default", "",
            "port to listen on for TLS, usually 5671, or address:port; there is none if it is not set");
    static final Setting<String> LISTENER = Setting.text("listeners.ssl.", "",
            "another socket to listen on for TLS, as address:port; .1, .2, ...");
    static final Setting<String> LISTENERS = Setting.choice("listeners.ssl", "", "'none': no listener for TLS", "none");

    static final Setting<String> CERTIFICATE = Setting.text("ssl_options.certfile", "",
            "certificate and chain, PEM; or PKCS#12 with the key, if its name ends with .p12 or .pfx");
    static final Setting<String> KEY = Setting.text("ssl_options.keyfile", "", "its private key, PEM");
    static final Setting<String> PASSWORD = Setting.text("ssl_options.password", "", "of the key, or of the PKCS#12 file");
    static final Setting<String> AUTHORITIES = Setting.text("ssl_options.cacertfile", "",
            "certificates that those of clients have to be signed by, PEM; those above the broker's own are taken from it as well");
    static final Setting<Verify> VERIFY = Setting.oneOf("ssl_options.verify", Verify.VERIFY_NONE,
            "verify_peer: clients are asked for a certificate, which has to be good");
    static final Setting<Boolean> REQUIRED = Setting.bool("ssl_options.fail_if_no_peer_cert", false,
            "whether they have to have one, with verify_peer");
    static final Setting<Integer> DEPTH = Setting.integer("ssl_options.depth", 10, 0, 255,
            "certificates between a client's and one of cacertfile, at most");
    static final Setting<String> VERSION = Setting.choice("ssl_options.versions.", "",
            "tlsv1.3 or tlsv1.2; .1, .2; both if none is named", "tlsv1.3", "tlsv1.2");
    static final Setting<String> CIPHER = Setting.text("ssl_options.ciphers.", "",
            "a cipher suite by its name of IANA or OpenSSL; .1, .2, ...; the JDK's if none is named");
    static final Setting<Boolean> OWN_ORDER = Setting.bool("ssl_options.honor_cipher_order", false,
            "whether the broker chooses among the ciphers, by their order");
    static final Setting<Boolean> OWN_CURVES = Setting.bool("ssl_options.honor_ecc_order", false,
            "accepted; the broker chooses in any case");
    static final Setting<Boolean> RENEGOTIATION = Setting.bool("ssl_options.client_renegotiation", false,
            "whether a client of TLS 1.2 may start over");
    static final Setting<String> SECURE_RENEGOTIATION = Setting.only("ssl_options.secure_renegotiate",
            "the only kind there is", "true");
    static final Setting<String> NO_OPTIONS = Setting.only("ssl_options", "none of what follows a dot behind it", "none");
    static final Setting<String> REVOCATION = Setting.only("ssl_options.crl_check",
            "lists of revoked certificates are not looked at", "false");
    static final Setting<Integer> HANDSHAKE = Setting.integer("ssl_handshake_timeout", 5_000, 1, Integer.MAX_VALUE,
            "milliseconds that a handshake of TLS may take");
    static final Setting<String> HOST = Setting.text("leveret.sni.", "",
            "for clients that name HOST, or one of *.HOST: HOST.certfile, HOST.keyfile, HOST.password");

    static final List<Setting<?>> ALL = List.of(
            PORT, LISTENER, LISTENERS, CERTIFICATE, KEY, PASSWORD, AUTHORITIES, VERIFY, REQUIRED, DEPTH, VERSION, CIPHER,
            OWN_ORDER, OWN_CURVES, RENEGOTIATION, SECURE_RENEGOTIATION, NO_OPTIONS, REVOCATION, HANDSHAKE, HOST);

    private TlsKeys() {}

    /** RabbitMQ's words. */
    enum Verify {
        VERIFY_NONE,
        VERIFY_PEER
    }
}
