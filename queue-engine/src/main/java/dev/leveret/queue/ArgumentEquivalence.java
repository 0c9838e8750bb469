package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.argument.QueueArguments;
import dev.leveret.queue.argument.QueueType;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Whether a queue that exists may be declared once more (AMQP 0-9-1 §1.7.2.1, RabbitMQ's page
 * "Queues", section "Declaration and property equivalence").
 *
 * <p>The order of the checks is RabbitMQ's, since only the first difference is told. The arguments of
 * such a declaration are compared and not checked in any other way, as there.
 */
public final class ArgumentEquivalence {

    private static final FieldValue CLASSIC = FieldValue.text(QueueType.CLASSIC.wireName());

    private ArgumentEquivalence() {}

    /**
     * Compares a queue with a declaration of the same name.
     *
     * @throws AmqpException 405 if only one of them is exclusive, 406 naming the first other difference
     */
    public static void check(
            QueueSettings current, boolean durable, boolean exclusive, boolean autoDelete, FieldTable arguments) {
        if (exclusive != current.exclusive()) {
            throw AmqpException.resourceLocked(
                    "cannot obtain exclusive access to locked %s. It could be originally declared on another"
                            + " connection or the exclusive property value does not match that of the original"
                            + " declaration.",
                    current.describe());
        }
        checkField("durable", durable && !exclusive, current.durable(), current.describe());
        checkField("auto_delete", autoDelete, current.autoDelete(), current.describe());
        checkArguments(current.arguments(), arguments, current.describe());
    }

    /**
     * Compares the arguments alone: those that the type of the queue knows. Others may differ.
     *
     * @param queue how the reply text names the queue
     */
    static void checkArguments(FieldTable current, FieldTable received, String queue) {
        for (String name : QueueType.of(current).arguments()) {
            FieldValue then = current.get(name);
            FieldValue now = received.get(name);
            if (!isSame(name, then, now)) {
                throw AmqpException.preconditionFailed("%s", ArgumentText.inequivalent(name, queue, now, then));
            }
        }
    }

    private static void checkField(String name, boolean received, boolean current, String queue) {
        if (received != current) {
            throw AmqpException.preconditionFailed(
                    "%s", ArgumentText.inequivalentProperty(name, queue, received, current));
        }
    }

    private static boolean isSame(String name, FieldValue then, FieldValue now) {
        if (then == null || now == null) {
            return then == now || name.equals(QueueArguments.TYPE) && isClassic(then) && isClassic(now);
        }
        // A client library may write a number in whichever width fits, and text as binary data.
        OptionalLong number = then.integer();
        if (number.isPresent()) {
            return number.equals(now.integer());
        }
        byte[] octets = octets(then);
        return octets == null ? then.equals(now) : Arrays.equals(octets, octets(now));
    }

    /** A queue is classic if it does not say otherwise. */
    private static boolean isClassic(FieldValue type) {
        return type == null || type.equals(CLASSIC);
    }

    private static byte[] octets(FieldValue value) {
        return switch (value) {
            case FieldValue.LongString string -> string.bytes();
            case FieldValue.Bytes bytes -> bytes.bytes();
            default -> null;
        };
    }
}
