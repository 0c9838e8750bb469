package dev.leveret.server.auth;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Which name in a client's certificate is the user's. Source: RabbitMQ's keys {@code ssl_cert_login_from} and others. */
public sealed interface CertificateName {

    /** The name in a certificate, if it has such a one. */
    Optional<String> in(X509Certificate certificate);

    /** The subject's common names in the order of the certificate, with commas between them. */
    record CommonName() implements CertificateName {

        @Override
        public Optional<String> in(X509Certificate certificate) {
            try {
                String names = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                        .flatMap(CommonName::of)
                        .collect(Collectors.joining(","));
                return Optional.of(names).filter(found -> !found.isEmpty());
            } catch (InvalidNameException e) {
                return Optional.empty();
            }
        }

        /** A part may have several attributes, and a common name among them, or more of them. */
        private static Stream<String> of(Rdn part) {
            Attribute names = part.toAttributes().get("CN");
            return names == null
                    ? Stream.empty()
                    : IntStream.range(0, names.size()).mapToObj(index -> value(names, index));
        }

        private static String value(Attribute names, int index) {
            try {
                return String.valueOf(names.get(index));
            } catch (NamingException e) {
                throw new IllegalStateException("an attribute that is in memory can be read", e);
            }
        }
    }

    /** The whole subject, most special part first: {@code CN=client,O=warren}. */
    record DistinguishedName() implements CertificateName {

        /** RabbitMQ's words for attributes that RFC 2253 has none for. */
        private static final Map<String, String> WORDS = Map.of(
                "1.2.840.113549.1.9.1", "EMAIL",
                "2.5.4.4", "SN",
                "2.5.4.5", "SERIALNUMBER",
                "2.5.4.12", "TITLE",
                "2.5.4.42", "GIVENNAME",
                "2.5.4.43", "INITIALS",
                "2.5.4.44", "GENERATIONQUALIFIER",
                "2.5.4.65", "PSEUDONYM");

        @Override
        public Optional<String> in(X509Certificate certificate) {
            String name = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, WORDS);
            return Optional.of(name).filter(found -> !found.isEmpty());
        }
    }

    /**
     * One of the alternative names.
     *
     * @param index among those of the type, from 0
     */
    record AlternativeName(Type type, int index) implements CertificateName {

        /** Kinds of alternative names, by their numbers in RFC 5280. */
        public enum Type {
            DNS(2),
            IP(7),
            EMAIL(1),
            URI(6);

            private final int tag;

            Type(int tag) {
                this.tag = tag;
            }
        }

        @Override
        public Optional<String> in(X509Certificate certificate) {
            try {
                Collection<List<?>> names = certificate.getSubjectAlternativeNames();
                return names == null ? Optional.empty() : names.stream()
                        .filter(name -> name.get(0).equals(type.tag))
                        .skip(index)
                        .map(name -> String.valueOf(name.get(1)))
                        .findFirst();
            } catch (CertificateParsingException e) {
                return Optional.empty();
            }
        }
    }
}
