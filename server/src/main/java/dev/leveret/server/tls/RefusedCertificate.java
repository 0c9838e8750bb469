package dev.leveret.server.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Why a client is not trusted, in words for the log: the JDK's name its own classes. */
final class RefusedCertificate {

    /** Whoever connects chooses the subject. */
    private static final int SUBJECT_LENGTH_MAX = 200;

    private RefusedCertificate() {}

    /** The same refusal, in other words. What the JDK chooses the alert by is in its cause, so that is kept. */
    static CertificateException of(X509Certificate[] chain, CertificateException refusal) {
        String subject = chain[0].getSubjectX500Principal().getName();
        String text = subject.substring(0, Math.min(subject.length(), SUBJECT_LENGTH_MAX));
        return new CertificateException(why(refusal) + " (client certificate " + text + ")", refusal.getCause());
    }

    private static String why(CertificateException refusal) {
        Throwable last = refusal;
        for (Throwable each = refusal; each != null; each = each.getCause()) {
            if (each instanceof CertPathValidatorException invalid && invalid.getReason() instanceof BasicReason reason
                    && reason != BasicReason.UNSPECIFIED) {
                return why(reason);
            }
            last = each;
        }
        return last instanceof CertPathBuilderException ? "unknown CA" : String.valueOf(last.getMessage());
    }

    private static String why(BasicReason reason) {
        return switch (reason) {
            case EXPIRED -> "certificate expired";
            case NOT_YET_VALID -> "certificate not yet valid";
            case REVOKED -> "certificate revoked";
            case UNDETERMINED_REVOCATION_STATUS -> "not known whether the certificate is revoked";
            case INVALID_SIGNATURE -> "bad signature of the certificate";
            case ALGORITHM_CONSTRAINED -> "algorithm of the certificate not allowed";
            case UNSPECIFIED -> "bad certificate";
        };
    }
}
