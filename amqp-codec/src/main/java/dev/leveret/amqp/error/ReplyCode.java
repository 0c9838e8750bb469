package dev.leveret.amqp.error;

/**
 * The reply codes of AMQP 0-9-1 §1.1 that tell of an error, with what each one ends.
 *
 * <p>Success (200) is not among them: see {@link #SUCCESS}.
 */
public enum ReplyCode {
    CONTENT_TOO_LARGE(311, Scope.CHANNEL),
    NO_ROUTE(312, Scope.CHANNEL),
    NO_CONSUMERS(313, Scope.CHANNEL),
    CONNECTION_FORCED(320, Scope.CONNECTION),
    INVALID_PATH(402, Scope.CONNECTION),
    ACCESS_REFUSED(403, Scope.CHANNEL),
    NOT_FOUND(404, Scope.CHANNEL),
    RESOURCE_LOCKED(405, Scope.CHANNEL),
    PRECONDITION_FAILED(406, Scope.CHANNEL),
    FRAME_ERROR(501, Scope.CONNECTION),
    SYNTAX_ERROR(502, Scope.CONNECTION),
    COMMAND_INVALID(503, Scope.CONNECTION),
    CHANNEL_ERROR(504, Scope.CONNECTION),
    UNEXPECTED_FRAME(505, Scope.CONNECTION),
    RESOURCE_ERROR(506, Scope.CONNECTION),
    NOT_ALLOWED(530, Scope.CONNECTION),
    NOT_IMPLEMENTED(540, Scope.CONNECTION),
    INTERNAL_ERROR(541, Scope.CONNECTION);

    /** What an error ends: the specification's soft errors a channel, its hard ones the connection. */
    public enum Scope {
        CHANNEL,
        CONNECTION
    }

    /** The code of an orderly close. */
    public static final int SUCCESS = 200;

    private final int code;
    private final Scope scope;

    ReplyCode(int code, Scope scope) {
        this.code = code;
        this.scope = scope;
    }

    /** The number on the wire, 311 to 541. */
    public int code() {
        return code;
    }

    /** What the error ends, unless it strikes before there is a channel. */
    public Scope scope() {
        return scope;
    }
}
