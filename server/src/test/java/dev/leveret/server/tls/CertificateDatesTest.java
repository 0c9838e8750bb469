package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.config.TlsSettings;
import dev.leveret.server.config.TlsSettings.Choice;
import dev.leveret.server.config.TlsSettings.KeyFiles;
import dev.leveret.server.config.TlsSettings.PeerCheck;
import dev.leveret.server.tls.Authority.Identity;
import dev.leveret.server.tls.Authority.PemPair;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that clients will not take for its dates is told of; there may be clients that do not look at them. */
class CertificateDatesTest {

    @Test
    void ownCertificateOutOfDateIsToldOf(@TempDir Path folder) throws Exception {
        Identity identity = Authority.root("root").identity("localhost");
        PemPair files = identity.writeTo(folder, "broker");
        KeyFiles keys = new KeyFiles(files.certificate().toString(), files.key().toString(), "");
        TlsContext context = TlsContext.read(new TlsSettings(keys, Map.of("example.com", keys),
                new PeerCheck("", false, false, 0), new Choice(List.of(), List.of(), false, false)));
        X509Certificate certificate = identity.chain().getFirst();
        long first = certificate.getNotBefore().getTime();
        long last = certificate.getNotAfter().getTime();

        assertEquals(List.of(), context.outOfDate(first));
        assertEquals(List.of(), context.outOfDate(last));
        assertEquals(
                List.of(files.certificate() + ": the certificate is not good before " + certificate.getNotBefore().toInstant()
                        + "; until then clients that look at that can't connect"),
                context.outOfDate(first - 1));
        assertEquals(
                List.of(files.certificate() + ": the certificate is out of date since " + certificate.getNotAfter().toInstant()
                        + "; renew it, or clients that look at that can't connect"),
                context.outOfDate(last + 1));
    }
}
