package dev.leveret.server.auth;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

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
         * @param delayMillis how long the client is to wait for the answer
         */
        record Refused(String reason, long delayMillis) implements Login {

            /** With no more delay than anybody has. */
            public Refused(String reason) {
                this(reason, 0);
            }
        }

        /** Nobody can tell now: too many others want to know the same. */
        record Busy() implements Login {}
    }

    /**
     * Checks a password, and wipes it. What comes of it may be there at once, or later on any thread; nobody waits any more if
     * it is cancelled.
     *
     * @param peer where the client comes from
     */
    CompletableFuture<Login> login(Credentials credentials, InetAddress peer);

    /** Lets somebody in who has proven his name in another way: only whether there is such a user, and from where he may come. */
    Login loginAs(String user, InetAddress peer);

    /**
     * Refuses somebody who has shown nothing that could be checked. It is one failed login more from there.
     *
     * @param reason for our log
     */
    Login refuse(String reason, InetAddress peer);

    /** Whether the user may open the virtual host. */
    boolean mayOpen(String user, String virtualHost);

    /** What a user may do in a virtual host that he may open, for one connection. */
    Access access(String user, String virtualHost);

    /** What is limited for a user. */
    Limits limits(String user);
}
