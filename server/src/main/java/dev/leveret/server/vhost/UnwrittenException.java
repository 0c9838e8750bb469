package dev.leveret.server.vhost;

/** The store could not write a definition. It is in force, and may be gone after the next start. */
public final class UnwrittenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnwrittenException(String what) {
        super("the store could not write: " + what);
    }
}
