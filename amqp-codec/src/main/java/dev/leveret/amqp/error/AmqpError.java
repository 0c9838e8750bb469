package dev.leveret.amqp.error;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One error of the protocol, as it goes into channel.close or connection.close.
 *
 * @param code what kind of error, and what it ends
 * @param text what happened, without the code's name in front
 * @param classId the class of the method at fault, 0 when none is known
 * @param methodId the method at fault within its class, 0 when none is known
 */
public record AmqpError(ReplyCode code, String text, int classId, int methodId) {

    /** A reply text is a short string: at most this many bytes. */
    private static final int TEXT_SIZE_MAX = 255;

    private static final String ELLIPSIS = "...";

    public AmqpError {
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
    }

    /** An error that nobody has blamed on a method yet. */
    public AmqpError(ReplyCode code, String text) {
        this(code, text, 0, 0);
    }

    /**
     * The same error, blamed on a method unless it already names one.
     *
     * @param id class id in the high half, method id in the low half
     */
    public AmqpError at(int id) {
        return classId == 0 ? new AmqpError(code, text, id >>> 16, id & 0xffff) : this;
    }

    /**
     * The text for the client: the code's name, a dash, what happened. Over 255 bytes it is cut to at
     * most 252, at the border of a character, and "..." is put behind.
     */
    public String replyText() {
        String whole = code.name() + " - " + text;
        if (whole.length() * 3L <= TEXT_SIZE_MAX) {
            return whole; // no character takes more than three bytes a char
        }
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= TEXT_SIZE_MAX) {
            return whole;
        }
        int end = TEXT_SIZE_MAX - ELLIPSIS.length();
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + ELLIPSIS;
    }
}
