package dev.leveret.server.json;

/** What should be JSON is not. The message is one line that says where and why. */
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }
}
