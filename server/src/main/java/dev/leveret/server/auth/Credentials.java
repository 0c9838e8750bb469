package dev.leveret.server.auth;

/**
 * What a client says to prove its name.
 *
 * @param password as it came, in whatever encoding the client uses; it belongs in no log
 */
public record Credentials(String user, byte[] password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
