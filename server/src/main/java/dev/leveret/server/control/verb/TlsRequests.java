package dev.leveret.server.control.verb;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.NodeFacts.Listener;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.tls.CipherNames;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** TLS: what the runtime can, and how long the certificates are good. */
public final class TlsRequests {

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "days", ChronoUnit.DAYS, "weeks", ChronoUnit.WEEKS, "months", ChronoUnit.MONTHS, "years", ChronoUnit.YEARS);

    private final NodeFacts facts;
    private final Supplier<List<X509Certificate>> shown;
    private final LongSupplier clock;

    /**
     * Of a node.
     *
     * @param shown what its listeners for TLS show now to a client that names no host
     * @param clock milliseconds since 1970
     */
    public TlsRequests(NodeFacts facts, Supplier<List<X509Certificate>> shown, LongSupplier clock) {
        this.facts = facts;
        this.shown = shown;
        this.clock = clock;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("tls_versions", this::versions);
        verbs.put("cipher_suites", this::suites);
        verbs.put("check_certificate_expiration", this::checkExpiration);
    }

    private void versions(CommandWords words, Output out) throws RequestException {
        out.tell("Listing all TLS versions supported by the runtime...");
        List<String> versions = Stream.of(ofRuntime().getProtocols())
                .filter(version -> version.startsWith("TLS"))
                .map(version -> version.toLowerCase(Locale.ROOT))
                .sorted(Comparator.reverseOrder())
                .toList();
        out.report(versions, JsonValue.object().put("versions", JsonValue.texts(versions)).build());
    }

    private void suites(CommandWords words, Output out) throws RequestException {
        String format = words.option("format", "openssl");
        boolean isIana = format.equals("iana");
        if (!isIana && !format.equals("openssl")) {
            throw words.misused(ExitCode.DATA, "Bad argument: Format should be either openssl or iana");
        }
        out.tell("Listing available cipher suites in " + (isIana ? "IANA" : "OpenSSL") + " format");
        List<String> suites = Stream.of(ofRuntime().getCipherSuites())
                .filter(suite -> suite.startsWith("TLS_") && !suite.endsWith("_SCSV"))
                .map(suite -> isIana ? suite : CipherNames.openSsl(suite))
                .toList();
        out.report(suites, JsonValue.object().put("cipher_suites", JsonValue.texts(suites)).build());
    }

    private static SSLParameters ofRuntime() throws RequestException {
        try {
            return SSLContext.getDefault().getDefaultSSLParameters();
        } catch (NoSuchAlgorithmException e) {
            throw new RequestException("this runtime has no TLS", e);
        }
    }

    private void checkExpiration(CommandWords words, Output out) throws RequestException {
        String unit = words.option("unit", "weeks");
        String within = words.option("within", "4");
        if (!UNITS.containsKey(unit)) {
            throw words.misused("\"unit '" + unit + "' is not supported. Please use one of: days, weeks, months, years\"");
        }
        if (!within.matches("\\d{1,6}")) {
            throw words.invalid(List.of("within"));
        }
        out.tell("Checking certificate expiration on node " + facts.identity().name() + " ...");
        Instant end = Instant.ofEpochMilli(clock.getAsLong()).atOffset(ZoneOffset.UTC)
                .plus(Long.parseLong(within), UNITS.get(unit)).toInstant();
        List<String> expiring = new ArrayList<>();
        for (Listener listener : facts.listeners().get()) {
            if (listener.protocol().equals("amqp/ssl")) {
                expiring(listener, end).forEach(expiring::add);
            }
        }
        if (!expiring.isEmpty()) {
            throw RequestException.bare(ExitCode.UNAVAILABLE, "Certificates are expiring within " + within + " " + unit + ":\n"
                    + String.join("\n", expiring));
        }
        out.result("No certificates are expiring within " + within + " " + unit + ".");
    }

    /** Without connecting to it: that would be a broken handshake in the log where clients have to show a certificate. */
    private List<String> expiring(Listener listener, Instant end) {
        return shown.get().stream()
                .filter(certificate -> certificate.getNotAfter().toInstant().isBefore(end))
                .map(certificate -> listener.line() + ", subject: " + certificate.getSubjectX500Principal().getName()
                        + ", expires: " + certificate.getNotAfter().toInstant())
                .toList();
    }
}
