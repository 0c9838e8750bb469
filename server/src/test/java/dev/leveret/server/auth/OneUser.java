package dev.leveret.server.auth;

import dev.leveret.server.config.AuthSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Knows the default user of the settings and no other. */
public record OneUser(AuthSettings settings) implements Authenticator {

    @Override
    public Login login(Credentials credentials, InetAddress peer) {
        String user = credentials.user();
        boolean known = user.equals(settings.defaultUser());
        // Compared in any case, and in constant time: how long a refusal takes tells nothing.
        boolean matches = MessageDigest.isEqual(
                credentials.password(), settings.defaultPass().getBytes(StandardCharsets.UTF_8));
        if (!known || !matches) {
            return new Login.Refused("user '" + user + "' - invalid credentials");
        }
        if (settings.loopbackUsers().contains(user) && !peer.isLoopbackAddress()) {
            return new Login.Refused("user '" + user + "' can only connect via localhost");
        }
        return new Login.Accepted(user);
    }

    @Override
    public Access access(String user, String virtualHost) {
        return Access.toEverything();
    }

    @Override
    public boolean mayOpen(String user, String virtualHost) {
        return user.equals(settings.defaultUser());
    }
}
