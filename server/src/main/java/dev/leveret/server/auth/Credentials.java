package dev.leveret.server.auth;

import java.util.Arrays;

/**
 * What a client says to prove its name.
 *
 * @param password as it came, in whatever encoding the client uses; it belongs in no log
 */
public record Credentials(String user, byte[] password) {

    /** Overwrites the password: nobody needs it any more. */
    public void wipe() {
        Arrays.fill(password, (byte) 0);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
