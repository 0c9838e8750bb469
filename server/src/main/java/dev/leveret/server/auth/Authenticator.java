package dev.leveret.server.auth;

import java.net.InetAddress;

/** Knows users. Asked on event loops, so it may not block. */
public interface Authenticator {

    /** What came of a login. */
    sealed interface Login {

        /** The client is who it says. */
        record Accepted(String user) implements Login {}

        /**
         * It is not.
         *
         * @param reason for our log; the client is not told
         */
        record Refused(String reason) implements Login {}
    }

    /**
     * Checks a password.
     *
     * @param peer where the client comes from
     */
    Login login(Credentials credentials, InetAddress peer);

    /** Whether the user may open the virtual host. */
    boolean mayOpen(String user, String virtualHost);

    /** What a user may do in a virtual host that he may open, for one connection. */
    Access access(String user, String virtualHost);
}
