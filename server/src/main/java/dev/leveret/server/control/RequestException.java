package dev.leveret.server.control;

/** A request to a running broker can't be carried out. The message is one line that says why. */
public final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    public RequestException(String message) {
        super(message);
    }

    public RequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
