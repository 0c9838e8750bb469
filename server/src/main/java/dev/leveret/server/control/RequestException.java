package dev.leveret.server.control;

/** A request to a running broker can't be carried out. The message says why. */
public final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final Form form;

    private enum Form {
        ERROR,
        BARE,
        MISUSE
    }

    public RequestException(String message) {
        this(ExitCode.FAILED, message);
    }

    public RequestException(String message, Throwable cause) {
        this(ExitCode.FAILED, message, cause);
    }

    public RequestException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public RequestException(ExitCode exitCode, String message, Throwable cause) {
        this(exitCode, message, cause, Form.ERROR);
    }

    private RequestException(ExitCode exitCode, String message, Throwable cause, Form form) {
        super(message, cause);
        this.exitCode = exitCode;
        this.form = form;
    }

    /** A command can't be used like that: the message has many lines, and ends with how it can. */
    public static RequestException misuse(ExitCode exitCode, String message) {
        return new RequestException(exitCode, message, null, Form.MISUSE);
    }

    /** A failure that rabbitmqctl tells without the line {@code Error:} before it. */
    public static RequestException bare(ExitCode exitCode, String message) {
        return new RequestException(exitCode, message, null, Form.BARE);
    }

    boolean isMisuse() {
        return form == Form.MISUSE;
    }

    /** Whether the message stands for itself. */
    boolean isBare() {
        return form != Form.ERROR;
    }

    /** What the command ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
