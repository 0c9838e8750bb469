package dev.leveret.amqp.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.AmqpException;
import org.junit.jupiter.api.function.Executable;

/** Asserts how something fails. */
public final class Failures {

    private Failures() {}

    public static AmqpError failure(Executable action) {
        return assertThrows(AmqpException.class, action).error();
    }

    /** It fails with this text, as a client sees it, blamed on no method. */
    public static void assertFails(String replyText, Executable action) {
        assertFails(replyText, 0, action);
    }

    /** It fails with this text, as a client sees it, blamed on this method. */
    public static void assertFails(String replyText, int methodId, Executable action) {
        AmqpError error = failure(action);
        assertEquals(replyText, error.replyText());
        assertEquals(methodId, error.classId() << 16 | error.methodId());
    }
}
