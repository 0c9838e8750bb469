package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.tls.Authority.PemPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another implementation of TLS, {@code openssl s_client}, sees of the broker. */
@EnabledIf(value = "isUsable", disabledReason = "needs openssl (apt install openssl)")
class OpenSslTest {

    private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    @TempDir
    private Path folder;

    private Authority root;
    private Path trusted;
    private PemPair files;

    /** The continuous integration installs it, so there it has to be. */
    static boolean isUsable() throws InterruptedException {
        if (System.getenv("CI") != null) {
            return true;
        }
        try {
            return new ProcessBuilder("openssl", "version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeEach
    void makeCertificates() throws Exception {
        root = Authority.root("root");
        trusted = root.writeTo(folder, "trusted");
        files = root.below("intermediate").identity("localhost").writeTo(folder, "broker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void chainIsVerifiedAndTheBrokerGreets(String version) throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files)) {
            String output = talk(broker, version, "-verify_hostname", "localhost", "-servername", "localhost");
            assertTrue(output.contains("capabilities"), output);
        }
    }

    @Test
    void clientCertificateIsTaken() throws Exception {
        PemPair own = root.identity("somebody").writeTo(folder, "client");
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files, "ssl_options.cacertfile", trusted.toString(),
                "ssl_options.verify", "verify_peer", "ssl_options.fail_if_no_peer_cert", "true")) {
            String output = talk(broker, "-cert", own.certificate().toString(), "-key", own.key().toString());
            assertTrue(output.contains("capabilities"), output);
        }
    }

    @Test
    void oldVersionsAreRefused() throws Exception {
        try (TlsBroker broker = TlsBroker.start(folder.resolve("data"), files)) {
            assertEquals("", talk(broker, "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"));
        }
    }

    /** Greets the broker, and returns what it says until it has greeted, or until the end. */
    private String talk(TlsBroker broker, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-quiet", "-verify_quiet", "-verify_return_error",
                "-CAfile", trusted.toString(), "-connect", "127.0.0.1:" + broker.port()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (InputStream in = process.getInputStream()) {
            try {
                process.getOutputStream().write(GREETING);
                process.getOutputStream().flush();
            } catch (IOException e) {
                assertTrue(process.waitFor() != 0); // it has given up before
            }
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                seen.write(next);
                if (seen.toString(StandardCharsets.ISO_8859_1).endsWith("capabilities")) {
                    break;
                }
            }
            return seen.toString(StandardCharsets.ISO_8859_1);
        } finally {
            process.destroy();
        }
    }
}
