package dev.leveret.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.auth.Authenticator.Login;
import dev.leveret.server.config.AuthSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The user that the settings name. */
class LoginTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void guestMayComeFromLoopbackOnly() {
        Authenticator authenticator = authenticator(Set.of("guest"));
        assertEquals(new Login.Accepted("guest"), authenticator.login(credentials("guest", "secret"), HERE));
        assertEquals(
                new Login.Refused("user 'guest' can only connect via localhost"),
                authenticator.login(credentials("guest", "secret"), elsewhere()));
    }

    @Test
    void guestMayComeFromAnywhereOnceThatIsAllowed() {
        assertEquals(
                new Login.Accepted("guest"),
                authenticator(Set.of()).login(credentials("guest", "secret"), elsewhere()));
    }

    @Test
    void wrongPasswordAndUnknownUserAreRefused() {
        Authenticator authenticator = authenticator(Set.of());
        assertEquals(
                new Login.Refused("user 'guest' - invalid credentials"),
                authenticator.login(credentials("guest", "Secret"), HERE));
        assertEquals(
                new Login.Refused("user 'other' - invalid credentials"),
                authenticator.login(credentials("other", "secret"), HERE));
    }

    private static Authenticator authenticator(Set<String> loopbackUsers) {
        return new SettingsAuthenticator(new AuthSettings("guest", "secret", "/", loopbackUsers));
    }

    private static Credentials credentials(String user, String password) {
        return new Credentials(user, password.getBytes(StandardCharsets.UTF_8));
    }

    private static InetAddress elsewhere() {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
