package dev.leveret.server.tls;

import dev.leveret.server.config.TlsSettings.KeyFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the broker proves itself with.
 *
 * @param chain its certificate, and those that signed it
 */
record KeyEntry(List<X509Certificate> chain, PrivateKey key) {

    /**
     * Reads it from its files, and tries whether they belong together.
     *
     * @throws IOException in one line, if it cannot be used
     */
    static KeyEntry read(KeyFiles files) throws IOException {
        Path certificate = Path.of(files.certificate());
        if (isPkcs12(files.certificate())) {
            return fromPkcs12(certificate, files.password()).checked(certificate, certificate);
        }
        if (files.key().isEmpty()) {
            throw new IOException(certificate + ": its private key is needed as well, in the file of ssl_options.keyfile (or keyfile"
                    + " beside its own certfile)");
        }
        Path key = Path.of(files.key());
        List<X509Certificate> chain = certificates(certificate);
        return new KeyEntry(chain, PrivateKeys.read(key, files.password())).checked(certificate, key);
    }

    static boolean isPkcs12(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }

    /**
     * All certificates of a PEM file.
     *
     * @throws IOException in one line, if there is none
     */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(file)) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(file, block.content()));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, byte[] content) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(content));
        } catch (CertificateException e) {
            throw new IOException(file + ": a certificate in it is damaged", e);
        }
    }

    private static KeyEntry fromPkcs12(Path file, String password) throws IOException {
        char[] secret = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(PemFile.bytes(file)), secret);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, secret) instanceof PrivateKey key) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        chain.add((X509Certificate) certificate);
                    }
                    return new KeyEntry(chain, key);
                }
            }
            throw new IOException(file + ": has no private key with a certificate");
        } catch (UnrecoverableKeyException e) {
            throw new IOException(file + ": the password is wrong, which is " + PrivateKeys.PASSWORD, e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": is PKCS#12 of a kind that can't be read", e);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException ? new IOException(file + ": the password is wrong, which is " + PrivateKeys.PASSWORD, e)
                    : named(file, e);
        }
    }

    /** Our own errors begin with the file, those of the JDK do not, and are about bytes. */
    private static IOException named(Path file, IOException e) {
        boolean isOurs = String.valueOf(e.getMessage()).startsWith(file.toString());
        return isOurs ? e : new IOException(file + ": is no PKCS#12, or a damaged one; 'openssl pkcs12 -export' makes one", e);
    }

    /** With what its chain lacks up to the root, if that is among these: Erlang does so too, and people's files rely on it. */
    KeyEntry completedBy(List<X509Certificate> authorities) {
        List<X509Certificate> complete = new ArrayList<>(chain);
        Optional<X509Certificate> next = issuer(chain.getLast(), authorities);
        while (next.isPresent() && !complete.contains(next.get())) {
            complete.add(next.get());
            next = issuer(next.get(), authorities);
        }
        return new KeyEntry(complete, key);
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> authorities) {
        return authorities.stream()
                .filter(it -> it.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .filter(it -> !it.getSubjectX500Principal().equals(it.getIssuerX500Principal())) // a root is known or not
                .findFirst();
    }

    /** Signs something with the key, and looks whether the certificate says that it was. */
    private KeyEntry checked(Path certificateFile, Path keyFile) throws IOException {
        PublicKey certified = chain.getFirst().getPublicKey();
        try {
            Signature signature = Signature.getInstance(signature());
            byte[] something = chain.getFirst().getEncoded();
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(something);
            if (signature.verify(signed)) {
                return this;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile + ": does not fit the certificate in " + certificateFile, e);
        }
        throw new IOException(keyFile + ": does not fit the certificate in " + certificateFile);
    }

    private String signature() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
