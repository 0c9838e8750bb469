package dev.leveret.server.config;

import dev.leveret.server.auth.CertificateName;
import dev.leveret.server.auth.CertificateName.AlternativeName.Type;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.PasswordRule;
import dev.leveret.server.pattern.BoundedPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/** Keys of what clients log in with. */
final class LoginKeys {

    private static final String ANYTHING = "rabbit_credential_validator_accept_everything";
    private static final String AT_LEAST = "rabbit_credential_validator_min_password_length";
    private static final String LIKE = "rabbit_credential_validator_password_regexp";

    static final Setting<String> MECHANISM = words("auth_mechanisms.", "PLAIN",
            "ways to log in, .1, .2, ...: PLAIN, AMQPLAIN, EXTERNAL, ANONYMOUS (the first two if none is named)",
            "PLAIN", "AMQPLAIN", "EXTERNAL", "ANONYMOUS");
    static final Setting<String> HASHING = words("password_hashing_module", Hashing.PBKDF2_SHA_512.word(),
            "how new passwords are hashed: rabbit_password_hashing_sha256 or _sha512 for what RabbitMQ can import",
            Hashing.PBKDF2_SHA_512.word(), Hashing.SHA_256.word(), Hashing.SHA_512.word());
    static final Setting<String> VALIDATOR = words("credential_validator.validation_backend", ANYTHING,
            "which passwords may be set: rabbit_credential_validator_min_password_length or _password_regexp", ANYTHING,
            AT_LEAST, LIKE);
    static final Setting<Integer> LENGTH_MIN = Setting.integer("credential_validator.min_length", 5, 0, Integer.MAX_VALUE,
            "bytes of a password, at least");
    static final Setting<String> FORM = Setting.text("credential_validator.regexp", "",
            "a regular expression for passwords");
    static final Setting<String> CERTIFICATE_NAME = words("ssl_cert_login_from", "distinguished_name",
            "where EXTERNAL finds the user in a certificate: common_name, distinguished_name, subject_alternative_name",
            "distinguished_name", "common_name", "subject_alternative_name", "subject_alt_name");
    static final Setting<Type> ALTERNATIVE_TYPE = Setting.oneOf("ssl_cert_login_san_type", Type.DNS,
            "kind of alternative name: dns, ip, email, uri");
    static final Setting<Integer> ALTERNATIVE_INDEX = Setting.integer("ssl_cert_login_san_index", 0, 0, 1000,
            "which one of that kind, from 0");
    static final Setting<String> ANONYMOUS_USER = Setting.text("anonymous_login_user", "guest",
            "who clients are that use ANONYMOUS; 'none': nobody");
    static final Setting<String> ANONYMOUS_PASS =
            Setting.text("anonymous_login_pass", "guest", "that user's password");

    static final List<Setting<?>> ALL = List.of(MECHANISM, HASHING, VALIDATOR, LENGTH_MIN, FORM, CERTIFICATE_NAME, ALTERNATIVE_TYPE,
            ALTERNATIVE_INDEX, ANONYMOUS_USER, ANONYMOUS_PASS);

    private LoginKeys() {}

    private static Setting<String> words(String key, String fallback, String meaning, String... words) {
        return new Setting<>(key, fallback, meaning, "one of " + String.join(", ", words), text ->
                Arrays.asList(words).contains(text) ? text : null);
    }

    static LoginSettings read(RawSettings raw) {
        return new LoginSettings(
                mechanisms(raw),
                Hashing.named(raw.get(HASHING)).orElseThrow(),
                passwords(raw),
                certificateName(raw),
                raw.get(ANONYMOUS_USER),
                raw.get(ANONYMOUS_PASS));
    }

    /** Which passwords may be set. */
    static PasswordRule passwords(RawSettings raw) {
        return switch (raw.get(VALIDATOR)) {
            case AT_LEAST -> new PasswordRule.AtLeast(raw.get(LENGTH_MIN));
            case LIKE -> new PasswordRule.Like(form(raw));
            default -> {
                if (raw.has(LENGTH_MIN) || raw.has(FORM)) {
                    raw.remark("any password may be set: " + LENGTH_MIN.key() + " and " + FORM.key() + " mean nothing without "
                            + VALIDATOR.key());
                }
                yield new PasswordRule.Anything();
            }
        };
    }

    private static BoundedPattern form(RawSettings raw) {
        if (!raw.has(FORM)) {
            throw raw.missing(FORM.key(), VALIDATOR.key());
        }
        try {
            return BoundedPattern.of(raw.get(FORM));
        } catch (PatternSyntaxException e) {
            throw raw.invalid(FORM.key(), "a regular expression");
        }
    }

    private static List<String> mechanisms(RawSettings raw) {
        Map<String, String> byPlace = new TreeMap<>();
        raw.forEach(MECHANISM, byPlace::put);
        List<String> named = new ArrayList<>(byPlace.isEmpty() ? List.of("PLAIN", "AMQPLAIN") : byPlace.values());
        if (raw.get(ANONYMOUS_USER).equals("none")) {
            named.remove("ANONYMOUS");
        }
        if (named.stream().allMatch("EXTERNAL"::equals) && raw.get(TlsKeys.VERIFY) != TlsKeys.Verify.VERIFY_PEER) {
            raw.remark("nobody can log in: EXTERNAL, the only one of " + MECHANISM.key() + ", needs clients' certificates, and without "
                    + TlsKeys.VERIFY.key() + " = verify_peer they are not asked for any");
        }
        return named.stream().distinct().toList();
    }

    private static CertificateName certificateName(RawSettings raw) {
        return switch (raw.get(CERTIFICATE_NAME)) {
            case "common_name" -> new CertificateName.CommonName();
            case "subject_alternative_name", "subject_alt_name" ->
                new CertificateName.AlternativeName(raw.get(ALTERNATIVE_TYPE), raw.get(ALTERNATIVE_INDEX));
            default -> new CertificateName.DistinguishedName();
        };
    }
}
