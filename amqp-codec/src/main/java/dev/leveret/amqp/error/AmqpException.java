package dev.leveret.amqp.error;

import java.util.Objects;

/**
 * Ends the work on a method or frame with an error of the protocol.
 *
 * <p>It has no stack trace: it is an answer to a client, not a defect, and a client must not be able to
 * make the broker spend its time on traces. The factories are named as the reply codes; the text is a
 * format as of {@link String#format} when arguments follow, and taken as it is when none do.
 */
public final class AmqpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient AmqpError error;

    public AmqpException(AmqpError error) {
        super(error.text(), null, false, false);
        this.error = Objects.requireNonNull(error);
    }

    /** The error to answer with. */
    public AmqpError error() {
        return error;
    }

    /** The same error, blamed on the method with this id unless it already names one. */
    public AmqpException at(int id) {
        return new AmqpException(error.at(id));
    }

    @Override
    public String getMessage() {
        return error.replyText();
    }

    /** 311. */
    public static AmqpException contentTooLarge(String format, Object... arguments) {
        return of(ReplyCode.CONTENT_TOO_LARGE, format, arguments);
    }

    /** 320. */
    public static AmqpException connectionForced(String format, Object... arguments) {
        return of(ReplyCode.CONNECTION_FORCED, format, arguments);
    }

    /** 402. */
    public static AmqpException invalidPath(String format, Object... arguments) {
        return of(ReplyCode.INVALID_PATH, format, arguments);
    }

    /** 403. */
    public static AmqpException accessRefused(String format, Object... arguments) {
        return of(ReplyCode.ACCESS_REFUSED, format, arguments);
    }

    /** 404. */
    public static AmqpException notFound(String format, Object... arguments) {
        return of(ReplyCode.NOT_FOUND, format, arguments);
    }

    /** 405. */
    public static AmqpException resourceLocked(String format, Object... arguments) {
        return of(ReplyCode.RESOURCE_LOCKED, format, arguments);
    }

    /** 406. */
    public static AmqpException preconditionFailed(String format, Object... arguments) {
        return of(ReplyCode.PRECONDITION_FAILED, format, arguments);
    }

    /** 501. */
    public static AmqpException frameError(String format, Object... arguments) {
        return of(ReplyCode.FRAME_ERROR, format, arguments);
    }

    /** 502. */
    public static AmqpException syntaxError(String format, Object... arguments) {
        return of(ReplyCode.SYNTAX_ERROR, format, arguments);
    }

    /** 503. */
    public static AmqpException commandInvalid(String format, Object... arguments) {
        return of(ReplyCode.COMMAND_INVALID, format, arguments);
    }

    /** 504. */
    public static AmqpException channelError(String format, Object... arguments) {
        return of(ReplyCode.CHANNEL_ERROR, format, arguments);
    }

    /** 505. */
    public static AmqpException unexpectedFrame(String format, Object... arguments) {
        return of(ReplyCode.UNEXPECTED_FRAME, format, arguments);
    }

    /** 506. */
    public static AmqpException resourceError(String format, Object... arguments) {
        return of(ReplyCode.RESOURCE_ERROR, format, arguments);
    }

    /** 530. */
    public static AmqpException notAllowed(String format, Object... arguments) {
        return of(ReplyCode.NOT_ALLOWED, format, arguments);
    }

    /** 540. */
    public static AmqpException notImplemented(String format, Object... arguments) {
        return of(ReplyCode.NOT_IMPLEMENTED, format, arguments);
    }

    /** 541. */
    public static AmqpException internalError(String format, Object... arguments) {
        return of(ReplyCode.INTERNAL_ERROR, format, arguments);
    }

    private static AmqpException of(ReplyCode code, String format, Object... arguments) {
        return new AmqpException(new AmqpError(code, arguments.length == 0 ? format : format.formatted(arguments)));
    }
}
