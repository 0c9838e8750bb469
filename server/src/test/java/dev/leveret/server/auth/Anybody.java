package dev.leveret.server.auth;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/** Lets everybody in, to everything. */
public class Anybody implements Authenticator {

    @Override
    public CompletableFuture<Login> login(Credentials credentials, InetAddress peer) {
        return CompletableFuture.completedFuture(new Login.Accepted(credentials.user()));
    }

    @Override
    public Login loginAs(String user, InetAddress peer) {
        return new Login.Accepted(user);
    }

    @Override
    public Login refuse(String reason, InetAddress peer) {
        return new Login.Refused(reason);
    }

    @Override
    public Access access(String user, String virtualHost) {
        return Access.toEverything();
    }

    @Override
    public boolean mayOpen(String user, String virtualHost) {
        return true;
    }

    @Override
    public Limits limits(String user) {
        return Limits.NONE;
    }
}
