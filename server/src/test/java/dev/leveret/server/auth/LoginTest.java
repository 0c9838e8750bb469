package dev.leveret.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.auth.Authenticator.Login;
import dev.leveret.store.AccessDefinition;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may log in, and where to. */
class LoginTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** Made by RabbitMQ 3.10.8 for guest with password guest. */
    private static final String OF_RABBITMQ = "wI4FXCASNLK3cFYuKEEiYzYY4VvFFuZZCW75zgJn/NUUaa8Z";

    @Test
    void guestMayComeFromLoopbackOnly() {
        Logins users = users(Set.of("guest"), guest(Hashing.SHA_256.of(bytes("secret"))));
        assertEquals(new Login.Accepted("guest"), users.login(credentials("guest", "secret"), HERE).join());
        assertEquals(
                new Login.Refused("user 'guest' can only connect via localhost"),
                users.login(credentials("guest", "secret"), elsewhere()).join());
    }

    @Test
    void guestMayComeFromAnywhereOnceThatIsAllowed() {
        Logins users = users(Set.of(), guest(Hashing.SHA_256.of(bytes("secret"))));
        assertEquals(new Login.Accepted("guest"), users.login(credentials("guest", "secret"), elsewhere()).join());
    }

    @Test
    void wrongPasswordAndUnknownUserAreRefused() {
        Logins users = users(Set.of(), guest(Hashing.SHA_256.of(bytes("secret"))));
        assertEquals(
                new Login.Refused("user 'guest' - invalid credentials"),
                users.login(credentials("guest", "Secret"), HERE).join());
        assertEquals(
                new Login.Refused("user 'other' - invalid credentials"),
                users.login(credentials("other", "secret"), HERE).join());
    }

    @Test
    void namesThatNobodyHasAreCountedTogetherAndNotKept() {
        Logins users = users(Set.of(), guest(Hashing.SHA_256.of(bytes("secret"))));
        users.login(credentials("guest", "Secret"), HERE).join();
        for (int i = 0; i < 100; i++) {
            users.login(credentials("made up " + i, "secret"), HERE).join();
            users.loginAs("certified " + i, HERE);
        }
        assertEquals(
                List.of(new FailedLogins.Count("guest", 1, 0), new FailedLogins.Count("", 200, 0)), users.failed().byUser());

        // nor are names that are too long to be looked at a way around the delay
        assertEquals(new Authenticator.Login.Refused("a user name of 8000 bytes", 4_000), users.refuse("a user name of 8000 bytes", HERE));
        assertEquals(201, users.failed().byUser().getLast().count());
    }

    @Test
    void hashOfRabbitMqRecognisesThePassword() {
        PasswordHash hash = PasswordHash.read(OF_RABBITMQ, "rabbit_password_hashing_sha256");
        assertTrue(hash.matches(bytes("guest")));
        assertFalse(hash.matches(bytes("Guest")));
        assertEquals(OF_RABBITMQ, hash.text());
    }

    @Test
    void userWithoutAPasswordCannotLogInWithNone() {
        Logins users = users(Set.of(), new AccessDefinition.User("nopass", "", "rabbit_password_hashing_sha512", List.of()));
        assertEquals(
                new Login.Refused("user 'nopass' - invalid credentials"), users.login(credentials("nopass", ""), HERE).join());
        Logins blank = users(Set.of(), guest(Hashing.SHA_256.of(new byte[0])));
        assertEquals(new Login.Refused("user 'guest' - invalid credentials"), blank.login(credentials("guest", ""), HERE).join());
    }

    @Test
    void hashThatTheAlgorithmDoesNotMakeIsRefused() {
        for (String[] bad : new String[][] {
            {OF_RABBITMQ, "rabbit_password_hashing_sha512"}, {"*", "rabbit_password_hashing_sha256"}, {"", "md4"}
        }) {
            assertThrows(IllegalArgumentException.class, () -> PasswordHash.read(bad[0], bad[1]));
        }
    }

    @Test
    void onlyAPermissionOpensAVirtualHost() {
        Logins users = users(Set.of(), new AccessDefinition.Permission("u", "v", "", "", ""));
        assertTrue(users.mayOpen("u", "v"));
        assertFalse(users.mayOpen("u", "w"));
        assertFalse(users.mayOpen("x", "v"));
    }

    private static AccessDefinition guest(PasswordHash hash) {
        return new AccessDefinition.User("guest", hash.text(), hash.hashing().word(), List.of());
    }

    private static Logins users(Set<String> loopbackUsers, AccessDefinition... known) {
        return new Logins(new Users(null, List.of(known), Hashing.SHA_256, new PasswordRule.Anything()), loopbackUsers, SlowCheck::run, () -> 0);
    }

    private static Credentials credentials(String user, String password) {
        return new Credentials(user, bytes(password));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InetAddress elsewhere() {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
