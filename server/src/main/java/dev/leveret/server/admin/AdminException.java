package dev.leveret.server.admin;

/** Something can't be changed. The message is one line, nearly in the words of rabbitmqctl. */
public final class AdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; rabbitmqctl has an exit code for some of them. */
    public enum Reason {
        NO_SUCH_USER,
        NO_SUCH_VHOST,
        ALREADY_EXISTS,
        TOO_MANY,
        INVALID
    }

    private final Reason reason;

    private AdminException(Reason reason, String message) {
        super(message.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static AdminException noSuchUser(String name) {
        return new AdminException(Reason.NO_SUCH_USER, "User \"" + name + "\" does not exist");
    }

    static AdminException noSuchVhost(String name) {
        return new AdminException(Reason.NO_SUCH_VHOST, "Virtual host '" + name + "' does not exist");
    }

    static AdminException exists(String message) {
        return new AdminException(Reason.ALREADY_EXISTS, message);
    }

    static AdminException tooMany(String message) {
        return new AdminException(Reason.TOO_MANY, message);
    }

    static AdminException invalid(String message) {
        return new AdminException(Reason.INVALID, message);
    }
}
