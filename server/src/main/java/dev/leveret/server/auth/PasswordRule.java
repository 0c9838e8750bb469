package dev.leveret.server.auth;

import dev.leveret.server.pattern.BoundedPattern;
import java.util.Optional;

/** Which passwords may be set. Refusals are in RabbitMQ's words (3.10 as observed). */
public sealed interface PasswordRule {

    /** Why a password may not be set; empty if it may. */
    Optional<String> refusal(byte[] password);

    /** All may. */
    record Anything() implements PasswordRule {

        @Override
        public Optional<String> refusal(byte[] password) {
            return Optional.empty();
        }
    }

    /** Those of so many bytes, or more. */
    record AtLeast(int bytes) implements PasswordRule {

        @Override
        public Optional<String> refusal(byte[] password) {
            return password.length >= bytes
                    ? Optional.empty()
                    : Optional.of("minimum required password length is " + bytes);
        }
    }

    /** Those of this form, or a part of which is. */
    record Like(BoundedPattern pattern) implements PasswordRule {

        @Override
        public Optional<String> refusal(byte[] password) {
            return pattern.isIn(password)
                    ? Optional.empty()
                    : Optional.of("provided password does not match the validator regular expression");
        }
    }
}
