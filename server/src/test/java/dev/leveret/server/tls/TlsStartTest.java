package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.Broker;
import dev.leveret.server.BrokerSeams;
import dev.leveret.server.LoggedLines;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.ConfigException;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import dev.leveret.server.tls.Authority.PemPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is to listen for TLS and cannot says so in one line, and leaves nothing behind. */
class TlsStartTest {

    private final RawSettings raw = new RawSettings();

    @TempDir
    private Path folder;

    private PemPair files;

    @BeforeEach
    void makeSettings() throws Exception {
        files = Authority.root("root").identity("localhost").writeTo(folder, "broker");
        set("listeners.tcp.1", "127.0.0.1:0");
        set("listeners.ssl.default", "127.0.0.1:0");
        set("leveret.data", folder.resolve("data").toString());
    }

    @Test
    void listenerNeedsACertificate() {
        ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
        assertEquals(
                "listeners.ssl needs ssl_options.certfile, and ssl_options.keyfile unless it is PKCS#12", e.getMessage());
    }

    @Test
    void verifyingNeedsAuthorities() {
        set("ssl_options.certfile", files.certificate().toString());
        set("ssl_options.verify", "verify_peer");
        ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
        assertEquals("test: ssl_options.verify: 'verify_peer' is not possible without ssl_options.cacertfile", e.getMessage());
    }

    @Test
    void hostNeedsACertificate() {
        set("ssl_options.certfile", files.certificate().toString());
        set("leveret.sni.example.com.keyfile", "x");
        ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
        assertEquals("leveret.sni.example.com: has no certfile", e.getMessage());
    }

    @Test
    void noneGoesBeforeWhatIsNamed() {
        set("listeners.ssl", "none");
        assertEquals(0, SettingsReader.read(raw).listen().tlsAddresses().size());
    }

    @Test
    void startNamesThePortOfTlsWhereThereIsNoOther() throws Exception {
        RawSettings tlsOnly = withoutPlainListener();
        tlsOnly.set("listeners.ssl.default", "127.0.0.1:0", "test");
        tlsOnly.set("ssl_options.certfile", files.certificate().toString(), "test");
        tlsOnly.set("ssl_options.keyfile", files.key().toString(), "test");
        assertStartEnds(tlsOnly, broker -> "INFO Server startup complete; port " + broker.tlsPort() + ", data in ");
    }

    @Test
    void startNamesNoPortWhereThereIsNone() throws Exception {
        assertStartEnds(withoutPlainListener(), broker -> "INFO Server startup complete; data in ");
    }

    private RawSettings withoutPlainListener() {
        RawSettings settings = new RawSettings();
        settings.set("listeners.tcp", "none", "test");
        settings.set("leveret.data", folder.resolve("data").toString(), "test");
        return settings;
    }

    private void assertStartEnds(RawSettings given, Function<Broker, String> expected) throws Exception {
        BrokerSettings settings = SettingsReader.read(given);
        try (LoggedLines lines = new LoggedLines(Broker.class.getName());
                Broker broker = Broker.start(settings, BrokerSeams.real(settings))) {
            String last = lines.rest().getLast();
            assertTrue(last.startsWith(expected.apply(broker) + folder.resolve("data")), last);
        }
    }

    @Test
    void fileThatIsNotThereIsToldAndNoDataFolderIsMade() {
        set("ssl_options.certfile", files.certificate().toString());
        set("ssl_options.keyfile", folder.resolve("missing").toString());
        assertRefused(folder.resolve("missing") + ": cannot be read: no such file");
    }

    @Test
    void unknownCipherIsTold() {
        set("ssl_options.certfile", files.certificate().toString());
        set("ssl_options.keyfile", files.key().toString());
        set("ssl_options.ciphers.1", "DES-CBC3-MD5");
        assertRefused("ssl_options.ciphers: 'DES-CBC3-MD5' is no cipher that is there");
    }

    @Test
    void authoritiesHaveToBeThere() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        set("ssl_options.certfile", files.certificate().toString());
        set("ssl_options.keyfile", files.key().toString());
        set("ssl_options.cacertfile", empty.toString());
        set("ssl_options.verify", "verify_peer");
        assertRefused(empty + ": has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
    }

    private void set(String key, String value) {
        raw.set(key, value, "test");
    }

    private void assertRefused(String line) {
        BrokerSettings settings = SettingsReader.read(raw);
        IOException e = assertThrows(IOException.class, () -> Broker.start(settings, BrokerSeams.real(settings)).close());
        assertEquals(line, e.getMessage());
        assertFalse(Files.exists(folder.resolve("data")));
    }
}
