package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that may not be set, with the words and numbers of 3.10.8. */
class PasswordRuleTest {

    private static final String BACKEND = "credential_validator.validation_backend";
    private static final String AT_LEAST = "rabbit_credential_validator_min_password_length";
    private static final String TOO_SHORT = "Error:\nminimum required password length is 5";

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data, BACKEND, AT_LEAST);
        broker.printed("add_user", "dora", "12345");
    }

    @Test
    void userWithAPasswordThatMayNotBeIsNotAdded() {
        assertEquals(new Ended(69, "Adding user \"emil\" ...", TOO_SHORT), broker.run("add_user", "emil", "1234"));
        assertEquals(new Ended(69, "Adding user \"emil\" ...", TOO_SHORT), broker.run("add_user", "emil", ""));
        assertEquals(69, broker.run(Tool.RABBITMQCTL, "1234\n", "add_user", "emil").exitCode());
        assertEquals(new Ended(1, "", "*** minimum required password length is 5"),
                broker.run(Tool.ADMIN, "", "declare", "user", "name=emil", "password=1234", "tags="));
        assertTrue(broker.printed("-s", "list_users").lines().noneMatch(line -> line.startsWith("emil")));
    }

    @Test
    void passwordIsNotChangedToOneThatMayNotBe() {
        assertEquals(
                new Ended(69, "Changing password for user \"dora\" ...", TOO_SHORT), broker.run("change_password", "dora", "1234"));
        assertEquals(0, broker.run("authenticate_user", "dora", "12345").exitCode());
    }

    @Test
    void passwordIsLookedAtBeforeTheUser() {
        assertEquals(new Ended(69, "Adding user \"dora\" ...", TOO_SHORT), broker.run("add_user", "dora", "1234"));
        assertEquals(
                new Ended(69, "Changing password for user \"nobody\" ...", TOO_SHORT),
                broker.run("change_password", "nobody", "1234"));
        assertEquals(70, broker.run("add_user", "dora", "12345").exitCode());
        assertEquals(67, broker.run("change_password", "nobody", "12345").exitCode());
    }

    @Test
    void hashIsTakenAsItIs() {
        String hash = broker.printed("-q", "hash_password", "1234");
        broker.printed("add_user", "--pre-hashed-password", "felix", hash);
        assertEquals(0, broker.run("authenticate_user", "felix", "1234").exitCode());
        broker.printed("clear_password", "felix");
        assertEquals(0, broker.run(Tool.RABBITMQCTL, broker.printed("export_definitions", "-"), "import_definitions").exitCode());
    }

    @Test
    void passwordsInDefinitionsAreLookedAt() {
        Ended imported = broker.run(Tool.RABBITMQCTL,
                "{\"users\":[{\"name\":\"greta\",\"password\":\"1234\",\"tags\":\"\"}]}", "-q", "import_definitions");
        assertEquals(65, imported.exitCode());
        assertTrue(imported.error().endsWith("user 'greta': minimum required password length is 5"), imported.error());
    }

    @Test
    void firstUserHasNoPasswordThatMayNotBe(@TempDir Path data) {
        Throwable e = assertThrows(Throwable.class, () -> new CommandedBroker(
                data, BACKEND, AT_LEAST, "credential_validator.min_length", "6"));
        assertTrue(e.toString().endsWith("the first user, 'guest', can't have the password that default_pass is:"
                + " minimum required password length is 6"), e.toString());
    }
}
