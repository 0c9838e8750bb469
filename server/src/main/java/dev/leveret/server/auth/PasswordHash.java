package dev.leveret.server.auth;

/** A password that can be recognised and not be read. Immutable. */
public sealed interface PasswordHash permits SaltedDigest, StretchedPassword {

    /** Recognises no password. */
    PasswordHash NONE = SaltedDigest.none();

    /**
     * A hash that somebody has made.
     *
     * @param text as {@link #text} has given it; empty: no password is the right one
     * @param algorithm its name
     * @throws IllegalArgumentException with one line, if it is none
     */
    static PasswordHash read(String text, String algorithm) {
        return Hashing.named(algorithm)
                .orElseThrow(() -> new IllegalArgumentException("unknown hashing algorithm '" + algorithm + "'"))
                .read(text);
    }

    /**
     * A hash that somebody has made, in whatever way: no two have the same form.
     *
     * @throws IllegalArgumentException with one line, if it is none
     */
    static PasswordHash recognise(String text) {
        IllegalArgumentException problem = null;
        for (Hashing hashing : Hashing.values()) {
            try {
                return hashing.read(text);
            } catch (IllegalArgumentException e) {
                problem = e;
            }
        }
        throw new IllegalArgumentException("this is no hash of a password; hash_password makes one", problem);
    }

    /** Whether this is the password. Takes the same time whether it is or not. */
    boolean matches(byte[] password);

    /** For the store and for files of definitions; empty if it recognises none. */
    String text();

    /** How it was made. */
    Hashing hashing();

    /** Whether {@link #matches} takes so long that it must not be asked on an event loop. */
    default boolean isSlow() {
        return false;
    }
}
