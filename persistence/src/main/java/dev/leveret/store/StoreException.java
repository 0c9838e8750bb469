package dev.leveret.store;

/** A store can't be opened or closed. The message is one line that says what is wrong, for whoever started the broker. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
