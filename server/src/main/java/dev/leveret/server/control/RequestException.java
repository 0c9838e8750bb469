package dev.leveret.server.control;

/** A request to a running broker can't be carried out. The message says why, in one line if it is no matter of usage. */
public final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final boolean isMisuse;

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
        this(exitCode, message, cause, false);
    }

    private RequestException(ExitCode exitCode, String message, Throwable cause, boolean isMisuse) {
        super(message, cause);
        this.exitCode = exitCode;
        this.isMisuse = isMisuse;
    }

    /** A command can't be used like that: the message has many lines, and ends with how it can. */
    public static RequestException misuse(ExitCode exitCode, String message) {
        return new RequestException(exitCode, message, null, true);
    }

    boolean isMisuse() {
        return isMisuse;
    }

    /** What the command ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
