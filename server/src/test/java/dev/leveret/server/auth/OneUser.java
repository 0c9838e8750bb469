package dev.leveret.server.auth;

import dev.leveret.server.config.AuthSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;

/** Knows the default user of the settings and no other. */
public final class OneUser extends Anybody {

    private final AuthSettings settings;

    public OneUser(AuthSettings settings) {
        this.settings = settings;
    }

    @Override
    public CompletableFuture<Login> login(Credentials credentials, InetAddress peer) {
        String user = credentials.user();
        boolean known = user.equals(settings.defaultUser());
        // Compared in any case, and in constant time: how long a refusal takes tells nothing.
        boolean matches = MessageDigest.isEqual(
                credentials.password(), settings.defaultPass().getBytes(StandardCharsets.UTF_8));
        if (!known || !matches) {
            return CompletableFuture.completedFuture(new Login.Refused("user '" + user + "' - invalid credentials"));
        }
        if (settings.loopbackUsers().contains(user) && !peer.isLoopbackAddress()) {
            return CompletableFuture.completedFuture(
                    new Login.Refused("user '" + user + "' can only connect via localhost"));
        }
        return CompletableFuture.completedFuture(new Login.Accepted(user));
    }

    @Override
    public boolean mayOpen(String user, String virtualHost) {
        return user.equals(settings.defaultUser());
    }
}
