package dev.leveret.server.config;

import dev.leveret.server.auth.CertificateName;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.PasswordRule;
import java.util.List;

/**
 * How clients prove who they are.
 *
 * @param mechanisms of SASL that are offered, the preferred one first
 * @param hashing of new passwords
 * @param passwords that may be set
 * @param certificateName which name in a client's certificate is the user's
 * @param anonymousUser who a client is that uses ANONYMOUS
 * @param anonymousPass that user's password
 */
public record LoginSettings(
        List<String> mechanisms,
        Hashing hashing,
        PasswordRule passwords,
        CertificateName certificateName,
        String anonymousUser,
        String anonymousPass) {

    public LoginSettings {
        mechanisms = List.copyOf(mechanisms);
    }

    /** Without the password, which belongs in no log. */
    @Override
    public String toString() {
        return "LoginSettings[mechanisms=" + mechanisms + ", hashing=" + hashing + "]";
    }
}
