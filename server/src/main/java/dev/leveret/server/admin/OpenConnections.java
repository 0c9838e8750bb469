package dev.leveret.server.admin;

import dev.leveret.server.connection.ConnectionContext;
import java.util.function.Predicate;

/** The connections that are there. */
@FunctionalInterface
public interface OpenConnections {

    /**
     * Closes some of them with 320; from any thread.
     *
     * @param which asked on each connection's own loop; it may have no user and no virtual host yet
     * @param reason told to the client
     */
    void force(Predicate<ConnectionContext> which, String reason);
}
