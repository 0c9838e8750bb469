package dev.leveret.server.tls;

import dev.leveret.server.config.TlsSettings;
import dev.leveret.server.config.TlsSettings.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates in use, which are renewed while the broker runs: connections that are open go on, new ones see what is
 * in the files now.
 *
 * <p>Engines are asked for on any event loop; the files are looked at by one thread at a time.
 */
public final class TlsCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(TlsCertificates.class);
    private static final String REJECT_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private final TlsSettings settings;
    private final LongSupplier clock;
    private volatile TlsContext current;

    /** How the files were when they were last read, well or not. */
    private List<String> read;

    /** How they were when they were last looked at. */
    private List<String> seen;

    private TlsCertificates(TlsSettings settings, LongSupplier clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.read = stamps();
        this.seen = read;
        this.current = TlsContext.read(settings);
        warn();
    }

    private void warn() {
        current.outOfDate(clock.getAsLong()).forEach(LOG::warn);
    }

    /**
     * Reads the files.
     *
     * @param clock milliseconds since 1970
     * @throws IOException in one line, if something in them cannot be used
     */
    public static TlsCertificates open(TlsSettings settings, LongSupplier clock) throws IOException {
        if (!settings.choice().renegotiation() && System.getProperty(REJECT_RENEGOTIATION) == null) {
            // Order: before the JDK's TLS is first used. Starting over costs a client little, and us much.
            System.setProperty(REJECT_RENEGOTIATION, "true");
        }
        return new TlsCertificates(settings, clock);
    }

    /** For one connection. */
    public SSLEngine engine() {
        return current.engine();
    }

    /** What a client sees that names no host: the broker's own certificate, and those that go with it. */
    public List<X509Certificate> shown() {
        return current.shown();
    }

    /**
     * Looks whether the files have changed, and reads them if they have and are as they were at the look before: a
     * certificate and its key are not replaced at once.
     */
    public synchronized void look() {
        List<String> now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(read)) {
            reload().ifPresent(reason -> LOG.error(
                    "renewed certificates cannot be used, those from before go on being used: {}", reason));
        }
    }

    /** Reads the files now. What is wrong with them, in one line, if they cannot be used; all stays as it is then. */
    public synchronized Optional<String> reload() {
        read = stamps();
        seen = read;
        try {
            current = TlsContext.read(settings);
            LOG.info("certificates for TLS read again");
            warn();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private List<String> stamps() {
        List<String> stamps = new ArrayList<>();
        Stream.concat(Stream.of(settings.keys()), settings.keysByHost().values().stream())
                .flatMap(TlsCertificates::files)
                .forEach(file -> stamps.add(stamp(file)));
        if (!settings.peers().authorities().isEmpty()) {
            stamps.add(stamp(settings.peers().authorities()));
        }
        return stamps;
    }

    private static Stream<String> files(KeyFiles keys) {
        return Stream.of(keys.certificate(), keys.key()).filter(file -> !file.isEmpty());
    }

    /** Changes when the file does, even if a link leads to another one. */
    private static String stamp(String file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
            return file + " " + attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException notThere) {
            return file + " cannot be read";
        }
    }
}
