package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.server.auth.PasswordRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which passwords may be set, as files have it. */
class PasswordRuleKeysTest {

    private static final String BACKEND = "credential_validator.validation_backend";
    private static final String AT_LEAST = "rabbit_credential_validator_min_password_length";
    private static final String LIKE = "rabbit_credential_validator_password_regexp";

    private final RawSettings raw = new RawSettings();

    @Test
    void anythingMayBeSetUnlessSomethingElseIsNamed() {
        assertEquals(new PasswordRule.Anything(), rule());
        set(BACKEND, "rabbit_credential_validator_accept_everything");
        assertEquals(new PasswordRule.Anything(), rule());
        assertEquals(List.of(), raw.warnings());

        set("credential_validator.min_length", "8");
        assertEquals(new PasswordRule.Anything(), rule());
        assertEquals(List.of("any password may be set: credential_validator.min_length and credential_validator.regexp mean"
                + " nothing without credential_validator.validation_backend"), raw.warnings());
    }

    @Test
    void lengthIsFiveUnlessItIsNamed() {
        set(BACKEND, AT_LEAST);
        assertEquals(new PasswordRule.AtLeast(5), rule());
        set("credential_validator.min_length", "8");
        assertEquals(new PasswordRule.AtLeast(8), rule());
        assertEquals(Optional.of("minimum required password length is 8"), refusal("1234567"));
        assertEquals(Optional.empty(), refusal("\u00fc\u00fc\u00fc\u00fc"), "bytes count");
        assertEquals(List.of(), raw.warnings());
    }

    @Test
    void formIsLookedForAnywhereInAPassword() {
        set(BACKEND, LIKE);
        set("credential_validator.regexp", "[a-z]\\d");
        assertEquals(Optional.empty(), refusal("XXa1XX"));
        assertEquals(Optional.of("provided password does not match the validator regular expression"), refusal("XXa"));
    }

    @Test
    void formHasToBeThereAndToBeOne() {
        set(BACKEND, LIKE);
        refused("test: " + BACKEND + " needs credential_validator.regexp as well; write credential_validator.regexp = ...");
        set("credential_validator.regexp", "(");
        refused("test: credential_validator.regexp: '(' is not a regular expression");
    }

    @Test
    void otherBackendsAreNotThere() {
        ConfigException e = assertThrows(ConfigException.class, () -> set(BACKEND, "my_validator"));
        assertEquals("test: " + BACKEND + ": 'my_validator' is not one of rabbit_credential_validator_accept_everything, "
                + AT_LEAST + ", " + LIKE, e.getMessage());
    }

    @Test
    void passwordsOfUsersOfNewVirtualHostsAreLookedAtAndNotShown() {
        set(BACKEND, AT_LEAST);
        set("default_users.qa.password", "1234");
        refused("test: default_users.qa.password: minimum required password length is 5");
    }

    private void set(String key, String text) {
        raw.set(key, text, "test");
    }

    private PasswordRule rule() {
        return SettingsReader.read(raw).auth().logins().passwords();
    }

    private Optional<String> refusal(String password) {
        return rule().refusal(password.getBytes(StandardCharsets.UTF_8));
    }

    private void refused(String line) {
        assertEquals(line, assertThrows(ConfigException.class, this::rule).getMessage());
    }
}
